"""The pandera schemas of every stage boundary and every published table, and the words that they may hold."""
