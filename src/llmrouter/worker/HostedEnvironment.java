package llmrouter.worker;

import java.util.function.UnaryOperator;

import llmrouter.config.read.SettingsTable;

/// The variables and secrets of a deployment. The configuration is in several of them, because the platform allows
/// 5 KB for each.
public final class HostedEnvironment {
    /// How many pieces the configuration has. Without it there is one.
    public static final String PARTS = "LLM_ROUTER_CONFIG_PARTS";
    /// An id of the deployment, which `GET /health` answers with.
    public static final String DEPLOYMENT = "LLM_ROUTER_DEPLOYMENT";
    /// The header field of that answer.
    public static final String DEPLOYMENT_FIELD = "x-llm-router-deployment";
    private static final int MOST = 128;

    private HostedEnvironment() {}

    /// The variable of a piece of the configuration.
    ///
    /// @param number from 1 on
    public static String piece(int number) {
        String name = SettingsTable.CONFIG_JSON.name();
        return number == 1 ? name : name + "_" + number;
    }

    /// The same environment with the whole configuration in its variable.
    ///
    /// @param env the value of a variable, or null
    static UnaryOperator<String> joined(UnaryOperator<String> env) {
        int parts = parts(env.apply(PARTS));
        if (parts <= 1) return env;
        var whole = new StringBuilder();
        for (int i = 1; i <= parts; i++) whole.append(env.apply(piece(i)) == null ? "" : env.apply(piece(i)));
        String config = whole.toString();
        return name -> name.equals(piece(1)) ? config : env.apply(name);
    }

    private static int parts(String count) {
        if (count == null || count.isEmpty() || count.length() > 3) return 1;
        int parts = 0;
        for (int i = 0; i < count.length(); i++) {
            char c = count.charAt(i);
            if (c < '0' || c > '9') return 1;
            parts = parts * 10 + (c - '0');
        }
        return Math.min(parts, MOST);
    }
}
