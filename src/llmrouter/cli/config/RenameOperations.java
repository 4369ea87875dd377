package llmrouter.cli.config;

import llmrouter.cli.ExitCode;
import llmrouter.cli.Invocation;
import llmrouter.config.edit.RenameChange;
import llmrouter.config.edit.RenameChange.RenameAlias;
import llmrouter.config.edit.RenameChange.RenameProvider;
import llmrouter.config.edit.RenameChange.Renamed;
import llmrouter.json.Json;

/// `config rename-provider` and `rename-alias`: another id, with every reference to it.
final class RenameOperations {
    private RenameOperations() {}

    static int provider(Invocation in) {
        return run(in, "rename-provider", new RenameProvider(Given.of(in).first("provider-id"), to(in, "provider-id")));
    }

    static int alias(Invocation in) {
        return run(in, "rename-alias", new RenameAlias(Given.of(in).first("alias-id"), to(in, "alias-id")));
    }

    private static String to(Invocation in, String from) {
        return Given.of(in).listAfter(from, "to");
    }

    private static int run(Invocation in, String operation, RenameChange change) {
        SavedChange<Renamed> saved = ConfigFile.save(in, change);
        Renamed renamed = saved.result();
        var report = new ChangeReport(in, saved);
        if (report.asJson()) {
            report.print(saved.json(operation).put("from", renamed.from()).put("to", renamed.to())
                .put("references", Json.strings(renamed.references())));
            return ExitCode.DONE;
        }
        report.headline("renamed", renamed.kind() + " " + renamed.from() + " to " + renamed.to(), "in");
        for (String reference : renamed.references()) in.print("  " + reference);
        report.diff();
        return ExitCode.DONE;
    }
}
