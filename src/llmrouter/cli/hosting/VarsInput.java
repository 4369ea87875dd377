package llmrouter.cli.hosting;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import llmrouter.cli.CliError;
import llmrouter.cli.Invocation;
import llmrouter.config.Settings.SettingProblem;
import llmrouter.config.Settings.SettingsOutcome.InvalidSettings;
import llmrouter.config.read.SettingsReader;
import llmrouter.deploy.DeployFinding;
import llmrouter.deploy.WorkerNames;
import llmrouter.deploy.wrangler.WranglerFile;

/// The settings of the hosted gateway: those of a project of wrangler, and `--var`, which counts more.
final class VarsInput {
    /// What the deployment itself sets, or what must not be readable.
    private static final Set<String> RESERVED = Set.of(WorkerNames.CONFIG_PARTS, WorkerNames.DEPLOYMENT,
        WorkerNames.STATE, WorkerNames.MASTER_KEY);

    private VarsInput() {}

    /// @param file of the project, or null
    /// @throws CliError a `--var` cannot be one
    static Map<String, String> of(Invocation in, WranglerFile file) {
        var vars = new LinkedHashMap<String, String>(file == null ? Map.of() : file.vars());
        for (String given : in.arguments().list("var")) {
            int equals = given.indexOf('=');
            String name = equals < 0 ? given : given.substring(0, equals);
            if (equals < 0 || !isName(name)) {
                throw CliError.usage("--var expects NAME=VALUE, with letters, digits and _ in the name, such as "
                    + "LLM_ROUTER_LOG_LEVEL=debug" + (isName(name) ? ", not '" + name + "'" : ""));
            }
            vars.put(name, given.substring(equals + 1));
        }
        for (String name : vars.keySet()) refuseReserved(name);
        return vars;
    }

    private static void refuseReserved(String name) {
        if (name.equals(WorkerNames.MASTER_KEY)) {
            throw CliError.usage("the variable " + name + " cannot be set, because a variable can be read in the "
                + "account; give the master key by --master-key-env or --master-key-stdin");
        }
        if (RESERVED.contains(name) || WorkerNames.pieceNumber(name) > 0) {
            throw CliError.usage("the variable " + name + " cannot be set, because the deployment itself sets it; "
                + "leave it out");
        }
    }

    private static boolean isName(String name) {
        boolean fine = !name.isEmpty() && !Character.isDigit(name.charAt(0));
        for (char c : name.toCharArray()) fine &= c < 128 && Character.isLetterOrDigit(c) || c == '_';
        return fine;
    }

    /// What is wrong with the values, as the hosted gateway would find.
    static List<DeployFinding> findings(Map<String, String> vars) {
        var findings = new ArrayList<DeployFinding>();
        if (SettingsReader.readHosted(vars::get) instanceof InvalidSettings(List<SettingProblem> problems)) {
            for (SettingProblem problem : problems) {
                findings.add(DeployFinding.blocks("setting", problem.describe(), "correct --var or [vars]"));
            }
        }
        return findings;
    }
}
