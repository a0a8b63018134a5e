"""The model that cuts up text without breaks: where a title begins and where its authors begin."""
