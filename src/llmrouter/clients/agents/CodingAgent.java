package llmrouter.clients.agents;

import java.util.List;

import llmrouter.clients.agents.AgentLaunch.LaunchRule;

/// A row of the table: a client that `connect` and `code` know. Begun with [#of], completed by copies.
///
/// @param id          as it is typed
/// @param aliases     other names for it
/// @param name        as its users know it
/// @param program     that starts it
/// @param install     a command line that installs it
/// @param files       its settings files, the user's own first; of each scope `connect` changes the first, and the others
///                    are only looked at. Empty if the client can only be told by variables
/// @param launch      what one start needs; null if a start cannot be told by variables and arguments
/// @param checked     the version that was looked at, and how
/// @param notes       what the user must know after connecting, each a sentence without a period
/// @param disturbedBy variables that, if the shell exports them, keep the client from what its file says
public record CodingAgent(String id, List<String> aliases, String name, String program, String install,
        List<AgentFile> files, LaunchRule launch, String checked, List<String> notes, List<String> disturbedBy) {

    static CodingAgent of(String id, String name, String program, String install) {
        return new CodingAgent(id, List.of(), name, program, install, List.of(), null, "", List.of(), List.of());
    }

    CodingAgent aliases(String... others) {
        return new CodingAgent(id, List.of(others), name, program, install, files, launch, checked, notes, disturbedBy);
    }

    CodingAgent files(AgentFile... all) {
        return new CodingAgent(id, aliases, name, program, install, List.of(all), launch, checked, notes, disturbedBy);
    }

    CodingAgent launch(LaunchRule rule) {
        return new CodingAgent(id, aliases, name, program, install, files, rule, checked, notes, disturbedBy);
    }

    CodingAgent checked(String version) {
        return new CodingAgent(id, aliases, name, program, install, files, launch, version, notes, disturbedBy);
    }

    CodingAgent notes(String... all) {
        return new CodingAgent(id, aliases, name, program, install, files, launch, checked, List.of(all), disturbedBy);
    }

    CodingAgent disturbedBy(String... variables) {
        return new CodingAgent(id, aliases, name, program, install, files, launch, checked, notes, List.of(variables));
    }

    /// Whether this is the client that a user means by a word.
    public boolean isNamed(String word) {
        return id.equals(word) || aliases.contains(word);
    }

    /// Its file of a scope, or null.
    public AgentFile file(AgentScope scope) {
        for (AgentFile file : files) {
            if (file.scope() == scope) return file;
        }
        return null;
    }
}
