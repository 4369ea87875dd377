package llmrouter.cli;

/// The text of `llm-router help json`, at most 80 columns wide.
final class JsonHelp {
    private JsonHelp() {}

    static String text() {
        return """
            llm-router - output for programs

            With --json a command prints JSON on standard output and nothing else there.
            Notes and warnings go to standard error. The exit code is the same with and
            without --json. Each command has one set of members in every state: a member
            that has nothing to say is null or an empty list.

            Errors:
              A command that ends with an error prints one line on standard output:
                {"error":{"message":"…","code":"wrong_input","exit":2}}
              message  what is wrong and the fix, as without --json; it may have several
                       lines
              code     wrong_input  the command line, the environment or the configuration
                                    must be changed
                       failed       the command line was right, but the command could not
                                    be carried out
                       unexpected   the program did not expect this; please report it
              exit     the exit code: 2 for wrong_input, else 1

            Some commands describe a state that is no error, and say so by the exit code
            too: 'status' with "running": false and 'reload' without a gateway end with 1,
            'config validate' with "valid": false ends with 2.

            'llm-router help --json' prints all commands, flags and operations as JSON.
            """;
    }
}
