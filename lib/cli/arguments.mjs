/** For a command without arguments: `--help` prints how it is used and ends, anything else is refused in a line. */
export function takeNoArguments(usage) {
  const given = process.argv.slice(2);
  if (given.includes('--help') || given.includes('-h')) {
    console.log(usage);
    process.exit(0);
  }
  if (given.length > 0) {
    console.error(`Unknown argument: ${given[0]}. See --help.`);
    process.exit(1);
  }
}
