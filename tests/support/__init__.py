"""What several test folders share: the compiled project, the oracle and made-up companies."""
