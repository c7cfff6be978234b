"""`python -m gtm_tower` is the command `gtm`."""

from gtm_tower.cli import main

main(prog_name="gtm")
