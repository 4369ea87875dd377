package llmrouter.config.edit.input;

import java.util.ArrayList;
import java.util.List;

import llmrouter.config.Endpoints;
import llmrouter.config.Format;
import llmrouter.config.PastedList;
import llmrouter.config.edit.input.AddressInput.Addresses;

/// The formats that a user entered for a provider, in words.
///
/// @param preferred the one to put before the others, or null
/// @param all       a list of all of them, or null
public record FormatInput(String preferred, String all) {

    /// The preferred format, or null if none was entered.
    /// @throws RefusedInput it is not a format
    public Format first() {
        return preferred == null ? null : format("format", preferred);
    }

    /// The formats as they were entered; for a new provider without them, the formats of its addresses. Null leaves
    /// the formats as they are.
    /// @throws RefusedInput a word is not a format, or there is no telling which format an address speaks
    public List<Format> formats(boolean isNew, Addresses addresses) {
        if (all != null) return listed();
        if (!isNew || preferred != null) return null;
        var formats = new ArrayList<>(addresses.byFormat().keySet());
        if (formats.isEmpty()) formats.add(formatOf(addresses.base()));
        return formats;
    }

    private List<Format> listed() {
        var formats = new ArrayList<Format>();
        for (String word : PastedList.words(all)) formats.add(format("formats", word));
        if (formats.isEmpty()) {
            throw new RefusedInput("formats", names -> names.field("formats") + " names no format; write "
                + Format.anyOf("", ""));
        }
        return formats;
    }

    private static Format format(String field, String word) {
        Format format = Format.of(word);
        if (format != null) return format;
        throw new RefusedInput(field, names -> names.field(field) + ": '" + word + "' is not a format; write "
            + Format.anyOf("", ""));
    }

    /// The format of an address, by the endpoint that it ends in or by a vendor's name in it.
    private static Format formatOf(String url) {
        if (Endpoints.formatOf(url) instanceof Format format) return format;
        if (Format.namedIn(url) instanceof Format format) return format;
        throw new RefusedInput("formats", names -> "which format does " + url + " speak? Give " + names.field("formats")
            + " with one or more of " + String.join(", ", Format.words()));
    }
}
