package llmrouter.cli.connect;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import llmrouter.cli.ExitCode;
import llmrouter.cli.Invocation;
import llmrouter.clients.agents.AgentFile;
import llmrouter.clients.agents.CodingAgent;
import llmrouter.clients.agents.CodingAgents;
import llmrouter.clients.patch.PatchError;
import llmrouter.files.FileError;
import llmrouter.files.ForeignFile;
import llmrouter.files.UndoRecord;
import llmrouter.files.UndoStore;
import llmrouter.json.Json;

/// `connect` without a client: which clients there are, which are installed, and what each is connected to.
final class ConnectList {
    private ConnectList() {}

    /// @param url     that the file names; null if it names none
    /// @param trouble that and why the file could not be read; or null
    private record ListedFile(AgentFile kind, Path path, String url, String trouble) {
        static ListedFile of(AgentFile kind, Path path) {
            try {
                var file = new ForeignFile(path, path);
                byte[] bytes = file.bytes();
                String url = bytes == null ? null : kind.patch().connectedTo(file.text(bytes));
                return new ListedFile(kind, path, url, null);
            } catch (PatchError e) {
                return new ListedFile(kind, path, null, "cannot read " + path + ": " + e.getMessage());
            } catch (FileError e) {
                return new ListedFile(kind, path, null, e.getMessage());
            }
        }

        String describe() {
            if (trouble != null) return trouble;
            return "connected to " + gateway(url) + " (" + path + ")";
        }
    }

    /// The address of a gateway, from the base URL of a client.
    static String gateway(String base) {
        String url = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        return url.endsWith("/v1") ? url.substring(0, url.length() - 3) : url;
    }

    static int run(Invocation in) throws IOException {
        List<UndoRecord> records = UndoStore.in(in.shell().home()).all();
        Json.Arr clients = Json.array();
        for (CodingAgent agent : CodingAgents.ALL) {
            Path program = InstalledProgram.find(agent.program(), in.shell().environment());
            var files = new ArrayList<ListedFile>();
            for (AgentFile kind : agent.files()) {
                if (kind == agent.file(kind.scope())) {
                    files.add(ListedFile.of(kind, kind.place().in(ConnectedFile.places(in))));
                }
            }
            List<String> elsewhere = elsewhere(agent, files, records);
            if (in.arguments().isOn("json")) clients.add(json(agent, program, files, elsewhere));
            else lines(agent, program, files, elsewhere).forEach(in::print);
        }
        if (in.arguments().isOn("json")) in.print(Json.object().put("clients", clients));
        else in.say("'llm-router connect CLIENT --diff' shows what would change; 'llm-router code CLIENT' runs a "
            + "client and changes nothing");
        return ExitCode.DONE;
    }

    /// Files of other folders that this program has connected.
    private static List<String> elsewhere(CodingAgent agent, List<ListedFile> files, List<UndoRecord> records) {
        var others = new ArrayList<String>();
        for (UndoRecord record : records) {
            boolean listed = files.stream().anyMatch(file -> file.path.equals(record.path()));
            if (!listed && agent.id().equals(record.about().text("client"))) others.add(record.path().toString());
        }
        return others;
    }

    private static List<String> lines(CodingAgent agent, Path program, List<ListedFile> files, List<String> others) {
        var lines = new ArrayList<String>();
        String state = program == null ? "not installed (" + agent.install() + ")" : "installed";
        lines.add(agent.id() + " ".repeat(Math.max(1, 14 - agent.id().length())) + agent.name() + ": " + state);
        for (ListedFile file : files) {
            if (file.url != null || file.trouble != null) lines.add("  " + file.describe());
        }
        for (String other : others) lines.add("  connected in " + other);
        if (files.isEmpty()) lines.add("  takes variables only; 'llm-router code " + agent.id() + "' sets them");
        else if (lines.size() == 1) lines.add("  not connected");
        return lines;
    }

    private static Json.Obj json(CodingAgent agent, Path program, List<ListedFile> files, List<String> others) {
        Json.Arr list = Json.array();
        for (ListedFile file : files) {
            list.add(Json.object().put("scope", file.kind.scope().word()).put("path", file.path.toString())
                .put("url", file.url == null ? Json.Null.NULL : Json.of(gateway(file.url)))
                .put("problem", file.trouble == null ? Json.Null.NULL : Json.of(file.trouble)));
        }
        return Json.object().put("id", agent.id()).put("name", agent.name()).put("installed", program != null)
            .put("program", program == null ? Json.Null.NULL : Json.of(program.toString()))
            .put("install", agent.install()).put("code", agent.launch() != null).put("files", list)
            .put("elsewhere", Json.strings(others)).put("checked", agent.checked());
    }
}
