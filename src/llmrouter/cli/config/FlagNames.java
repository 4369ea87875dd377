package llmrouter.cli.config;

import llmrouter.config.edit.input.InputFinding.InputNames;
import llmrouter.config.read.Fields;

/// The inputs of an operation as flags: `baseUrl` is `--base-url`, `rateLimits[0].name` is `--rate-limits[0].name`.
final class FlagNames implements InputNames {
    static final FlagNames FLAGS = new FlagNames();

    /// What the inputs of a cap begin with; users know them as caps.
    private static final String CAP = "bucket-";

    private FlagNames() {}

    @Override
    public String field(String field) {
        int end = 0;
        while (end < field.length() && "[.".indexOf(field.charAt(end)) < 0) end++;
        String name = Fields.kebab(field.substring(0, end));
        return "--" + (name.startsWith(CAP) ? "cap-" + name.substring(CAP.length()) : name) + field.substring(end);
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
