package llmrouter.cli.connect;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import llmrouter.cli.Invocation;
import llmrouter.clients.agents.AgentFile;
import llmrouter.clients.agents.AgentScope;
import llmrouter.clients.agents.CodingAgent;
import llmrouter.clients.patch.PatchError;
import llmrouter.files.FileError;
import llmrouter.files.ForeignFile;

/// What would keep a client from its gateway although its file names it: a variable of this shell, a file that counts
/// more.
final class ConnectWarnings {
    private ConnectWarnings() {}

    static List<String> of(Invocation in, ConnectedFile now, String url) {
        var warnings = new ArrayList<String>();
        Map<String, String> environment = in.shell().environment();
        for (String variable : now.agent().disturbedBy()) {
            if (environment.getOrDefault(variable, "").isEmpty()) continue;
            warnings.add("this shell exports " + variable + ", which counts more than the file; unset it");
        }
        if (now.kind().scope() == AgentScope.PROJECT) return warnings;
        for (AgentFile other : now.agent().files()) {
            if (other.scope() != AgentScope.PROJECT) continue;
            Path path = other.place().in(ConnectedFile.places(in));
            String named = named(other, path);
            if (named == null || ConnectList.gateway(named).equals(url)) continue;
            warnings.add("in this folder " + path + " counts more, and it names " + named);
        }
        return warnings;
    }

    /// What one start of a client cannot overrule: its files that name another gateway.
    static List<String> ofStart(Invocation in, CodingAgent agent, String url) {
        var warnings = new ArrayList<String>();
        for (AgentFile file : agent.files()) {
            Path path = file.place().in(ConnectedFile.places(in));
            String named = named(file, path);
            if (named == null || ConnectList.gateway(named).equals(url)) continue;
            warnings.add("warning: " + path + " counts more than what 'code' sets, and it names " + named
                + "; 'llm-router connect " + agent.id() + " --undo' takes that out");
        }
        return warnings;
    }

    /// The address that a file names; null if there is none, or the file cannot be read.
    private static String named(AgentFile file, Path path) {
        try {
            var settings = new ForeignFile(path, path);
            byte[] bytes = settings.bytes();
            return bytes == null ? null : file.patch().connectedTo(settings.text(bytes));
        } catch (FileError | PatchError _) {
            return null; // it is only looked at; the client tells what is wrong with it
        }
    }
}
