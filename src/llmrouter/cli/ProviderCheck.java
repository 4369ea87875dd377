package llmrouter.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import llmrouter.config.Format;
import llmrouter.config.Secret;
import llmrouter.config.edit.ConfigChange;
import llmrouter.config.edit.EditOutcome;
import llmrouter.config.edit.ProviderChange.ProviderChanged;
import llmrouter.json.Json;

/// What `config add-provider` needs beside the configuration file: the table of known providers, and a look at what a
/// provider really speaks. Only the table of commands knows which class does it.
public interface ProviderCheck {
    /// What the user has said about a provider.
    interface ProviderDraft {
        /// Its id, or null.
        String id();

        /// Whether the file does not have it yet.
        boolean isNew();

        boolean hasAddress();

        /// What saving would lead to.
        ///
        /// @param key     or null
        /// @param checked what is known beyond what the user has said, or null
        EditOutcome<ProviderChanged> with(Secret key, CheckedProvider checked);
    }

    /// What the table says of a known provider.
    ///
    /// @param name     for people
    /// @param base     without blanks
    /// @param variable that usually holds the key, or null
    /// @param needsKey whether it answers nothing without a key
    /// @param formats  the best one first
    /// @param models   ids; empty if only the user knows them
    record PresetValues(String name, String base, String variable, boolean needsKey, List<Format> formats,
            List<String> models) {}

    /// What a check has found, for what is saved.
    ///
    /// @param formats to save; null leaves them as they are
    /// @param bases   base URLs of single formats to save; empty leaves them as they are
    /// @param models  a list to save, or null
    /// @param facts   what else is to be written, or null
    /// @param json    of the report
    /// @param lines   of the report
    record CheckedProvider(List<Format> formats, Map<Format, String> bases, String models, ConfigChange<?> facts,
            Json json, List<String> lines) {
        /// Only what is saved for formats and models.
        public static CheckedProvider of(List<Format> formats, Map<Format, String> bases, String models) {
            return new CheckedProvider(formats, bases, models, null, null, List.of());
        }
    }

    /// One provider on its way into the file.
    interface CheckOfProvider {
        /// The known provider that is added by its id; null for any other.
        PresetValues preset();

        /// The models of a known provider, as a list; null if they are not known.
        String knownModels();

        /// What the user did not say and the provider will be asked for; null if nothing is missing, or if it will not
        /// be asked.
        ///
        /// @throws CliError something is missing, and the provider will not be asked for it
        CheckedProvider standIn();

        /// The key that was given, or that of a known provider's variable; at a terminal the user is asked for it. Null
        /// if there is none.
        ///
        /// @throws CliError there is none, and the provider answers nothing without one
        Secret key() throws IOException;

        /// Asks the provider, if it is to be asked. What does not cost anything is asked always, models only if
        /// `--probe` is given.
        ///
        /// @return null if it was not asked
        /// @throws CliError the provider is not to be saved
        CheckedProvider check(Secret key) throws IOException;
    }

    /// Begins with the table of known providers. At a terminal the user fills the blanks of an address.
    ///
    /// @throws CliError an address has a blank, and the user cannot be asked
    CheckOfProvider begin(Invocation in, ProviderDraft draft) throws IOException;
}
