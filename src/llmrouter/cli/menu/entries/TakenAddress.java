package llmrouter.cli.menu.entries;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;

import llmrouter.files.FileError;
import llmrouter.host.PortHolder;

/// Whether another program listens where the gateway is about to listen. A client that is set up for that address would
/// then send its requests, and its key, to that program.
final class TakenAddress {
    private TakenAddress() {}

    /// Who has the address, to follow its name in a sentence; null if it is free.
    ///
    /// @param url of the gateway that is to be started
    static String of(String url) {
        URI address = URI.create(url);
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(address.getHost()), address.getPort()));
            return null;
        } catch (IOException e) {
            String holder = PortHolder.of(address.getPort());
            return holder == null ? "cannot be used: " + FileError.words(e) : "is in use by " + holder;
        }
    }

    /// What to do about it.
    ///
    /// @param client that was to be connected, or null
    static String fix(String client) {
        String connect = client == null ? "" : " and 'llm-router connect " + client + "'";
        return "End that program, or take another port: 'llm-router start --port=N'" + connect + ".";
    }
}
