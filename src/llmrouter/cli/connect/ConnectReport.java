package llmrouter.cli.connect;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import llmrouter.cli.ExitCode;
import llmrouter.cli.Invocation;
import llmrouter.clients.GatewayAccess;
import llmrouter.clients.agents.AgentScope;
import llmrouter.clients.patch.SettingsSyntax;
import llmrouter.config.edit.compare.LineDiff;
import llmrouter.files.FileError;
import llmrouter.json.Json;

/// What `connect` says about a connection: as text, or as one JSON object.
///
/// @param preview the text of the file with the connection; a key that is not made yet is a word in it
record ConnectReport(Invocation in, ConnectedFile now, GatewayChoice gateway, GatewayAccess access, ClientKeyChoice key,
        String preview) {

    /// The lines that change, with secrets masked.
    static List<String> diff(SettingsSyntax syntax, String before, String after, String key) {
        SecretValues secrets = SecretValues.of(key, syntax.tree(before), syntax.tree(after));
        return LineDiff.of(before, after, secrets::masked);
    }

    private List<String> diff() {
        return now.read(() -> diff(now.kind().patch().syntax(), now.text(), preview, key.preview()));
    }

    int unchanged() throws FileError {
        if (in.arguments().isOn("json")) in.print(json(false, key).put("warnings", Json.strings(warnings())));
        else in.print(now.agent().name() + " is connected to " + gateway.url() + " already (" + now.file().path() + ")");
        sayWarnings();
        return ExitCode.DONE;
    }

    int shown() throws FileError {
        if (in.arguments().isOn("json")) {
            in.print(json(true, key).put("warnings", Json.strings(warnings())));
            return ExitCode.DONE;
        }
        printDiff();
        if (key.isWanted()) in.say("note: a client key '" + key.name() + "' would be made for it");
        sayWarnings();
        in.say("nothing was changed");
        return ExitCode.DONE;
    }

    void beforeAsking() {
        if (!in.arguments().isOn("json")) printDiff();
        if (key.isWanted() && in.terminal()) in.say("note: a client key '" + key.name() + "' is made for it");
    }

    private void printDiff() {
        in.print(now.file().path() + (now.bytes() == null ? " (a new file):" : ":"));
        for (String line : diff()) in.print("  " + line);
    }

    int done(ClientKeyChoice used) throws FileError {
        if (in.arguments().isOn("json")) {
            in.print(json(true, used).put("warnings", Json.strings(warnings())));
            return ExitCode.DONE;
        }
        in.print("connected " + now.agent().name() + " to " + gateway.url() + " with the model " + access.model()
            + (access.smallModel().equals(access.model()) ? "" : ", and " + access.smallModel() + " for small tasks"));
        for (String line : notes(used)) in.say("note: " + line);
        sayWarnings();
        return ExitCode.DONE;
    }

    private List<String> notes(ClientKeyChoice used) throws FileError {
        var notes = new ArrayList<String>();
        if (used.isMade()) notes.add("the client key '" + used.name() + "' was made for it");
        if (used.key() != null) {
            notes.add(now.file().path() + " holds the key, so only you may read it (mode 0600)");
            if (now.kind().scope() == AgentScope.PROJECT) notes.add("keep that file out of version control");
        }
        notes.addAll(now.agent().notes());
        if (gateway.running() == null && gateway.config() != null) {
            notes.add("no gateway runs with this configuration now; 'llm-router start' starts one");
        }
        String project = now.kind().scope() == AgentScope.PROJECT ? " --project" : "";
        notes.add("'llm-router connect " + now.agent().id() + project + " --undo' puts the file back");
        return notes;
    }

    private void sayWarnings() {
        for (String line : warnings()) in.say("warning: " + line);
    }

    /// What would keep the client from this gateway all the same.
    private List<String> warnings() {
        var warnings = new ArrayList<>(ConnectWarnings.of(in, now, gateway.url()));
        boolean unknown = gateway.config() == null && key.key() == null;
        if (unknown) {
            warnings.add("no key was given; if the gateway at " + gateway.url()
                + " asks for one, connect again with --key-stdin");
        }
        return warnings;
    }

    /// @param used the key that the file has
    private Json.Obj json(boolean changes, ClientKeyChoice used) throws FileError {
        Path backup = now.store().backup(now.file().path());
        Json.Arr notes = Json.strings(now.agent().notes());
        return Json.object().put("operation", "connect").put("client", now.agent().id())
            .put("scope", now.kind().scope().word()).put("file", now.file().path().toString())
            .put("url", gateway.url()).put("model", access.model()).put("smallModel", access.smallModel())
            .put("contextWindow", access.contextWindow()).put("changed", changes && !ConnectCommand.isDry(in))
            .put("dryRun", ConnectCommand.isDry(in)).put("gatewayRuns", gateway.running() != null)
            .put("backup", Files.exists(backup) ? Json.of(backup.toString()) : Json.Null.NULL)
            .put("key", key(used)).put("notes", notes).put("diff", Json.strings(changes ? diff() : List.of()));
    }

    private static Json key(ClientKeyChoice used) {
        Json name = used.name() == null ? Json.Null.NULL : Json.of(used.name());
        return Json.object().put("origin", used.origin().name().toLowerCase(Locale.ROOT)).put("name", name);
    }
}
