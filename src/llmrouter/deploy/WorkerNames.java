package llmrouter.deploy;

import llmrouter.config.Finding;
import llmrouter.config.Ids;

/// The rule for names of Workers, and the names of what a hosted gateway reads.
public final class WorkerNames {
    /// The name that a Worker gets if none is chosen.
    public static final String USUAL = "llm-router";
    public static final String CONFIG = "LLM_ROUTER_CONFIG_JSON";
    public static final String CONFIG_PARTS = "LLM_ROUTER_CONFIG_PARTS";
    public static final String DEPLOYMENT = "LLM_ROUTER_DEPLOYMENT";
    public static final String MASTER_KEY = "LLM_ROUTER_MASTER_KEY";
    public static final String STATE = "LLM_ROUTER_STATE";
    public static final String STATE_CLASS = "RoutingState";
    /// The header of an answer that names the deployment which gave it.
    public static final String DEPLOYMENT_HEADER = "x-llm-router-deployment";
    /// A label of a host has at most 63 characters, and on workers.dev the name is one.
    private static final int LONGEST = 63;

    private WorkerNames() {}

    /// The name of the Worker of an environment: `NAME-ENV`.
    ///
    /// @param environment or null
    public static String of(String name, String environment) {
        return environment == null ? name : name + "-" + environment;
    }

    /// Why this cannot be a Worker's name, a clause; null if it can.
    public static String problem(String name) {
        boolean valid = !name.isEmpty() && name.length() <= LONGEST && !name.startsWith("-") && !name.endsWith("-");
        for (char c : name.toCharArray()) {
            valid &= Ids.isDigit(c) || c >= 'a' && c <= 'z' || c == '-' || c == '_';
        }
        return valid ? null : Finding.quoted(name) + " cannot be a Worker's name (1 to " + LONGEST
            + " lower-case letters, digits, hyphens and underscores; no hyphen at its start or end)";
    }

    /// The name of a piece of the configuration.
    ///
    /// @param number from 1
    public static String piece(int number) {
        return number == 1 ? CONFIG : CONFIG + "_" + number;
    }

    /// Which piece of the configuration a secret of this name is, from 1; 0 if it is none.
    public static int pieceNumber(String name) {
        if (name.equals(CONFIG)) return 1;
        if (!name.startsWith(CONFIG + "_")) return 0;
        String digits = name.substring(CONFIG.length() + 1);
        int number = 0;
        for (char c : digits.toCharArray()) {
            if (!Ids.isDigit(c) || digits.length() > 3) return 0;
            number = number * 10 + c - '0';
        }
        return number > 1 && piece(number).equals(name) ? number : 0;
    }
}
