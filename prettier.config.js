// Layout of the scripts: as ruff lays out Python, 120 characters a line.
export default { printWidth: 120, trailingComma: "all" };
