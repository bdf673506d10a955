"""What a text is about, learnt from texts that people have sorted.

`grams` turns words into numbered runs of one to three signs, `vocabulary` weighs them, `linear`
learns from them, `measures` says how well, `twins` finds the same text twice, `learning` puts these
together into a `TextModel`, which `packing` writes as bytes.
"""
