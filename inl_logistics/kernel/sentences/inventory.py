"""Sentences of inventory."""

from inl_logistics.kernel.translation import N_

SENTENCES = {
    "unit-reserved": N_("Serial {serial} is reserved by {owner}. Choose another unit, or release it there."),
    "not-available": N_("{item}: {asked} wanted, {found} available at {place}."),
}
