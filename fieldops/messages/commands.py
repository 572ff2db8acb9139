from fieldops.messages.sentence import Sentence

SENTENCES: dict[str, Sentence] = {}
