package llmrouter.cli.config;

import llmrouter.config.edit.input.InputFinding.InputNames;
import llmrouter.config.read.Fields;

/// The inputs of an operation as flags: `baseUrl` is `--base-url`, `rateLimits[0].name` is `--rate-limits[0].name`.
final class FlagNames implements InputNames {
    static final FlagNames FLAGS = new FlagNames();

    private FlagNames() {}

    @Override
    public String field(String field) {
        int end = 0;
        while (end < field.length() && "[.".indexOf(field.charAt(end)) < 0) end++;
        return "--" + Fields.kebab(field.substring(0, end)) + field.substring(end);
    }

    @Override
    public String value(String field, String value) {
        return field(field) + "=" + value;
    }

    @Override
    public String operation(String operation) {
        return "llm-router config " + operation;
    }
}
