package llmrouter.cli.agent;

import llmrouter.cli.Command.Example;
import llmrouter.cli.ExitCode;
import llmrouter.cli.Invocation;
import llmrouter.cli.Operation;
import llmrouter.config.schema.ConfigSchema;

/// `config schema`: the JSON Schema of the configuration file.
public final class SchemaOperation {
    private SchemaOperation() {}

    public static Operation operation() {
        return Operation.of("schema", SchemaOperation::run,
                "Print the JSON Schema of the configuration, for editors and programs")
            .group("Look")
            .examples(new Example("config schema",
                "Saved as a file, it lets editors complete and check a configuration whose \"$schema\" names it"));
    }

    /// With and without `--json` the same: the schema is JSON.
    private static int run(Invocation invocation) {
        invocation.print(ConfigSchema.schema());
        return ExitCode.DONE;
    }
}
