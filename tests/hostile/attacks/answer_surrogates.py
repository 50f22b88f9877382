"""Text that is no Unicode, of controls and of commands for whoever shows it."""

# maximum: 0
# outcome: returned | unusable | raised | died

def sigmoid(x):
    return "\ud800\x00\x1b]0;title\x07\x9b31m\u202e\u2066::error::x\n::stop-commands::y\r=cmd|' /C calc'!A0`]]>"
