package llmrouter.clients.patch;

import java.util.List;

import llmrouter.clients.GatewayAccess;
import llmrouter.json.Json;

/// What `connect` changes in one file of a client. Pure: text before, text after.
///
/// @param address   where the file says which gateway it is connected to
/// @param rewritten names of members that the client itself gives other values, e.g. a time
public record FilePatch(SettingsSyntax syntax, SettingsRule rule, List<?> address, List<String> rewritten) {
    public FilePatch(SettingsSyntax syntax, SettingsRule rule, List<?> address) {
        this(syntax, rule, address, List.of());
    }

    /// The text with the gateway in it. All else stays as it is: comments, order, line ends, indentation. If the text
    /// says it already, the same text is returned.
    ///
    /// @param before the file's text; empty if there is no file
    /// @throws PatchError the text cannot be read as what it should be
    public String apply(String before, GatewayAccess access) {
        String text = before;
        for (AgentSetting setting : rule.settings(access, syntax.tree(before))) {
            text = setting.value() == null ? syntax.remove(text, setting.path())
                : syntax.set(text, setting.path(), setting.value());
        }
        return text;
    }

    /// The current text without what made `after` of `before`.
    ///
    /// @throws PatchError one of the texts cannot be read as what it should be
    public Reverted revert(String current, String before, String after) {
        return SettingsReversal.of(this, current, before, after);
    }

    /// The address of the gateway that the text names, or null.
    ///
    /// @throws PatchError the text cannot be read as what it should be
    public String connectedTo(String text) {
        return SettingsSyntax.at(syntax.tree(text), address) instanceof Json.Str url ? url.value() : null;
    }

    /// Whether two texts say the same.
    ///
    /// @throws PatchError one of the texts cannot be read as what it should be
    public boolean same(String one, String other) {
        return syntax.tree(one).equals(syntax.tree(other));
    }
}
