package llmrouter.cli.hosting;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import llmrouter.cli.CliError;
import llmrouter.cli.Invocation;
import llmrouter.deploy.DeployFinding;
import llmrouter.deploy.wrangler.WranglerFile;

/// The settings of the hosted gateway: those of a project of wrangler, and `--var`, which counts more.
final class VarsInput {
    private static final List<String> SECRET_WORDS = List.of("KEY", "APIKEY", "TOKEN", "SECRET", "PASSWORD");
    private static final List<String> SECRET_STARTS = List.of("sk-", "gw_", "ghp_", "xai-", "gsk_", "AIza", "Bearer ");

    private VarsInput() {}

    /// @param file of the project, or null
    /// @throws CliError a `--var` cannot be one, or a name is given twice
    static Map<String, String> of(Invocation in, WranglerFile file) {
        var vars = new LinkedHashMap<String, String>(file == null ? Map.of() : file.vars());
        var names = new HashSet<String>();
        for (String given : in.arguments().list("var")) {
            int equals = given.indexOf('=');
            String name = equals < 0 ? given : given.substring(0, equals);
            if (equals < 0 || !isName(name)) {
                throw CliError.usage("--var expects NAME=VALUE, with letters, digits and _ in the name, such as "
                    + "LLM_ROUTER_LOG=debug" + (isName(name) ? ", not '" + name + "'" : ""));
            }
            if (!names.add(name)) throw CliError.usage("--var gives " + name + " twice; give it once");
            vars.put(name, given.substring(equals + 1));
        }
        return vars;
    }

    /// Variables that look as if they held a key. The account shows variables in the open. A name that is refused for
    /// another reason is not told twice.
    static List<DeployFinding> findings(Map<String, String> vars) {
        var findings = new ArrayList<DeployFinding>();
        vars.forEach((name, value) -> {
            if (name.startsWith("LLM_ROUTER_") || !isLikeAKey(name, value)) return;
            findings.add(DeployFinding.warns("setting", "the variable " + name + " looks like a key, and the account "
                + "shows variables in the open", "keys of providers travel in the configuration as secrets; leave the "
                    + "variable out"));
        });
        return findings;
    }

    private static boolean isLikeAKey(String name, String value) {
        List<String> words = List.of(name.toUpperCase(Locale.ROOT).split("_"));
        boolean named = SECRET_WORDS.stream().anyMatch(words::contains);
        return named || SECRET_STARTS.stream().anyMatch(value::startsWith);
    }

    private static boolean isName(String name) {
        boolean fine = !name.isEmpty() && !Character.isDigit(name.charAt(0));
        for (char c : name.toCharArray()) fine &= c < 128 && Character.isLetterOrDigit(c) || c == '_';
        return fine;
    }
}
