package llmrouter.config.read;

import java.util.ArrayList;
import java.util.List;

import llmrouter.config.Config;
import llmrouter.config.ConfigOutcome.InvalidConfig;
import llmrouter.config.ConfigOutcome.ValidConfig;
import llmrouter.config.Finding;

import static org.junit.jupiter.api.Assertions.fail;

/// Reading in tests: what must be valid, and what must not be.
public final class Read {
    private Read() {}

    /// JSON in which `'` stands for `"`.
    public static String json(String text) {
        return text.replace('\'', '"');
    }

    public static Config valid(String text) {
        return accepted(text).config();
    }

    public static ValidConfig accepted(String text) {
        return switch (ConfigReader.read(json(text), "c.json")) {
            case ValidConfig valid -> valid;
            case InvalidConfig invalid -> fail("expected to be valid: " + lines(invalid.problems()));
        };
    }

    public static List<Finding> problems(String text) {
        return switch (ConfigReader.read(json(text), "c.json")) {
            case ValidConfig valid -> fail("expected problems, got " + valid);
            case InvalidConfig invalid -> invalid.problems();
        };
    }

    /// `path: what; fix` of each problem.
    public static String problemText(String text) {
        return lines(problems(text));
    }

    public static String warningText(String text) {
        return lines(accepted(text).warnings());
    }

    private static String lines(List<Finding> findings) {
        var lines = new ArrayList<String>();
        for (Finding f : findings) lines.add(f.path() + ": " + f.what() + "; " + f.fix());
        return String.join("\n", lines);
    }

    /// A configuration with one provider `p` that has model `m`; `extra` is put into the provider.
    public static String provider(String extra) {
        return "{'providers':[{'id':'p','baseUrl':'https://a.example','formats':['openai'],'models':['m']"
            + (extra.isEmpty() ? "" : "," + extra) + "}]}";
    }

    /// Providers `p` (models m, n) and `q` (model m), with these aliases.
    public static String aliases(String aliases) {
        return "{'providers':[{'id':'p','baseUrl':'https://a.example','format':'openai','models':['m',{'id':'n',"
            + "'aliases':'nn'}]},"
            + "{'id':'q','baseUrl':'https://b.example','format':'claude','models':['m']}],'modelAliases':{" + aliases
                + "}}";
    }
}
