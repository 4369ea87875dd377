package llmrouter.cli.config;

import java.io.IOException;

import llmrouter.cli.Confirmation;
import llmrouter.cli.ExitCode;
import llmrouter.cli.Invocation;
import llmrouter.config.edit.GatewayChange;
import llmrouter.config.edit.GatewayChange.DefaultModel;
import llmrouter.config.edit.GatewayChange.StrictTranslation;
import llmrouter.config.edit.GatewayChange.UnknownModels;
import llmrouter.config.edit.MasterKeyRemoval;

/// `config set-default-model`, `set-unknown-models`, `set-strict` and `remove-master-key`: what the configuration says
/// about the gateway as a whole.
final class GatewaySettings {
    private GatewaySettings() {}

    static int defaultModel(Invocation in) {
        return run(in, "set-default-model", "defaultModel", "the default model",
            new DefaultModel(Given.of(in).text(0, "model")));
    }

    static int unknownModels(Invocation in) {
        return run(in, "set-unknown-models", "unknownModels", "the model for unknown names",
            new UnknownModels(Given.of(in).text(0, "unknown-models")));
    }

    static int strict(Invocation in) {
        return run(in, "set-strict", "strict", "strict translation",
            new StrictTranslation(Given.of(in).text(0, "strict")));
    }

    private static int run(Invocation in, String operation, String member, String subject, GatewayChange change) {
        SavedChange<String> saved = ConfigFile.save(in, change);
        var report = new ChangeReport(in, saved);
        if (report.asJson()) report.print(saved.json(operation).put(member, saved.result()));
        else report.print("set", subject + " to " + saved.result());
        return ExitCode.DONE;
    }

    static int removeMasterKey(Invocation in) throws IOException {
        if (in.shell().terminal() && !in.arguments().isOn("dry-run")) {
            Confirmation.ask(in, "Remove the master key? While there is no client key, a running gateway then "
                + "refuses every request, and one that is started needs no key.", false);
        }
        boolean confirmed = in.shell().terminal() || in.arguments().isOn("yes");
        SavedChange<Boolean> saved = ConfigFile.save(in, new MasterKeyRemoval(confirmed));
        var report = new ChangeReport(in, saved);
        if (report.asJson()) report.print(saved.json("remove-master-key").put("removed", saved.result()));
        else if (!saved.changed()) in.print("no change: there is no master key in " + saved.path());
        else report.print("removed", "the master key");
        return ExitCode.DONE;
    }
}
