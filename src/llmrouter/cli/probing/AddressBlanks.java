package llmrouter.cli.probing;

import java.io.IOException;

import llmrouter.cli.CliError;
import llmrouter.cli.Invocation;
import llmrouter.providers.KnownProvider;
import llmrouter.text.Printable;
import llmrouter.text.Ws;

/// Fills what differs from user to user in the address of a known provider.
final class AddressBlanks {
    private AddressBlanks() {}

    /// @throws CliError the user cannot be asked, or gave no value
    static String filled(Invocation in, KnownProvider row) throws IOException {
        String base = row.base();
        for (String blank : row.blanks()) {
            if (!in.terminal()) {
                throw CliError.usage("the address of " + row.id() + " differs from user to user: give it as --base-url="
                    + row.base() + " with your own value for {" + blank + "}");
            }
            in.shell().err().print(Printable.of("{" + blank + "} in " + row.base() + ": "));
            in.shell().err().flush();
            String value = Ws.trim(line(in));
            if (!usable(value)) {
                throw CliError.usage("'" + value + "' cannot stand for {" + blank
                    + "}: write letters, digits and . _ -");
            }
            base = base.replace("{" + blank + "}", value);
        }
        return base;
    }

    private static boolean usable(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            boolean other = c >= '0' && c <= '9' || "._-".indexOf(c) >= 0;
            if (!letter && !other) return false;
        }
        return !value.isEmpty();
    }

    private static String line(Invocation in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.shell().in().read(); c >= 0 && c != '\n'; c = in.shell().in().read()) line.append((char) c);
        return line.toString();
    }
}
