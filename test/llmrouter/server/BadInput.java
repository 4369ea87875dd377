package llmrouter.server;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import llmrouter.scripted.ScriptedUpstream;

import static org.junit.jupiter.api.Assertions.assertEquals;

/// A row of a table: what a broken or malicious client sends, and how the gateway answers.
///
/// @param expected the statuses of the answers, one after the other, each with `*` where the JDK's server gives it in
///                 HTML before the gateway has seen the request; then `closed` if the connection must end, which is
///                 all there is where nothing can be said
/// @param sent     on a connection of its own, byte by byte as it stands
/// @param ending   what the client does after that
record BadInput(String item, String expected, String sent, Ending ending) {
    enum Ending { WAITS, STOPS_SENDING, RESETS }

    static BadInput row(String item, String expected, String sent) {
        return new BadInput(item, expected, sent, Ending.WAITS);
    }

    BadInput thenStopsSending() {
        return new BadInput(item, expected, sent, Ending.STOPS_SENDING);
    }

    BadInput thenResets() {
        return new BadInput(item, expected, sent, Ending.RESETS);
    }

    /// A request with further fields, and its body's length declared.
    static String post(String fields, String body) {
        return "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: " + body.length() + "\r\n"
            + fields + "\r\n" + body;
    }

    /// The same with a target of its own.
    static String target(String method, String target) {
        return post("", Samples.chat(false)).replace("POST /v1/chat/completions", method + " " + target);
    }

    /// Sends it and compares the answer; then checks that the gateway serves the next good request, and that the
    /// provider got no other request.
    void check(Gateway gateway, ScriptedUpstream upstream) throws Exception {
        int before = upstream.seen().size();
        assertEquals(expected, outcome(gateway), item);
        assertEquals(200, gateway.post(Samples.CHAT, Samples.chat(false), "x-api-key", Gateway.KEY).statusCode(),
            "the next request after " + item);
        int served = sent.startsWith("POST")
            ? (int) List.of(expected.split(" ")).stream().filter("200"::equals).count() : 0;
        assertEquals(before + served + 1, upstream.seen().size(), "requests that reached the provider after " + item);
    }

    private String outcome(Gateway gateway) throws IOException {
        try (Socket client = gateway.connect("")) {
            client.setSoTimeout(10_000);
            send(client);
            if (ending == Ending.RESETS) return "closed";
            return read(new BufferedInputStream(client.getInputStream()));
        }
    }

    private void send(Socket client) throws IOException {
        try {
            client.getOutputStream().write(sent.getBytes(StandardCharsets.ISO_8859_1));
            if (ending == Ending.STOPS_SENDING) client.shutdownOutput();
        } catch (IOException _) {
            return; // refused before it was all sent; what can be read tells how
        }
        if (ending != Ending.RESETS) return;
        client.setSoLinger(true, 0);
        client.close();
    }

    private String read(InputStream in) {
        var out = new ArrayList<String>();
        String[] wanted = expected.split(" ");
        try {
            while (out.size() < wanted.length) {
                String answer = wanted[out.size()].equals("closed") ? in.read() < 0 ? "closed" : "more" : status(in);
                out.add(answer);
                if (answer.equals("closed")) break;
            }
        } catch (SocketTimeoutException _) {
            out.add("silence");
        } catch (IOException _) {
            out.add("closed");
        }
        return String.join(" ", out);
    }

    /// The status of the next answer, whose body is skipped.
    private String status(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            if (c < 0) return "closed";
            head.append((char) c);
        }
        String status = head.substring(9, 12);
        String lower = head.toString().toLowerCase(Locale.ROOT);
        int length = lower.indexOf("\r\ncontent-length: ");
        if (length > 0 && !sent.startsWith("HEAD")) {
            in.readNBytes(Integer.parseInt(lower, length + 18, lower.indexOf('\r', length + 18), 10));
        }
        if (status.compareTo("400") < 0) return status;
        return status + (lower.contains("content-type: application/json")
            ? "" : lower.contains("content-type: text/html") ? "*" : "?");
    }

    @Override
    public String toString() {
        return item;
    }
}
