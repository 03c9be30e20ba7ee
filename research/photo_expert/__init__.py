"""The photo expert: a network that had seen 1.2 million photos before, taught our ten kinds.

Transfer learning: EfficientNet-Lite0, trained on ImageNet by others, is fine-tuned on scenes
(`scenes`, `views`, `finetuning`); then a parser and linear heads on what it computes are learned.
"""
