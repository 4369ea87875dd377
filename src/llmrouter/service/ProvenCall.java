package llmrouter.service;

import java.io.IOException;
import java.net.HttpURLConnection;

import llmrouter.proof.MutualProof;
import llmrouter.proof.ProvenLines;

/// One request of a command to a gateway that has proved itself, and whose answer is believed only with its own proof.
/// [MutualProof] has the messages.
final class ProvenCall {
    private static final byte[] NO_BODY = {};
    private static final int HELLO_MS = 5_000;

    private final HttpURLConnection connection;
    private final MutualProof proof;
    private final String request;

    /// The program that answered is not the gateway that was meant.
    static final class UnprovenException extends IOException {
        private static final long serialVersionUID = 1L;

        UnprovenException(Instance gateway) {
            super("the program on port " + gateway.control() + " did not prove that it is process " + gateway.pid());
        }
    }

    private final Instance gateway;

    private ProvenCall(Instance gateway, String method, String target, String challenge, int answerMs)
            throws IOException {
        this.gateway = gateway;
        this.proof = gateway.proof();
        this.request = proof.request(challenge, method, target, NO_BODY);
        this.connection = LocalCall.open(method, at(gateway, target), null, answerMs);
        connection.setRequestProperty(MutualProof.CHALLENGE, challenge);
        connection.setRequestProperty(MutualProof.PROOF, request);
    }

    /// Lets a gateway prove itself, and gets the request ready.
    ///
    /// @param what     the command, with its query
    /// @param answerMs how long to wait for the answer
    /// @throws UnprovenException it did not prove itself; it has been sent nothing but a challenge
    static ProvenCall to(Instance gateway, String method, String what, int answerMs) throws IOException {
        MutualProof proof = gateway.proof();
        String mine = MutualProof.challenge();
        HttpURLConnection hello = LocalCall.open("GET", at(gateway, MutualProof.HELLO), null, HELLO_MS);
        try {
            hello.setRequestProperty(MutualProof.CHALLENGE, mine);
            hello.setRequestProperty(MutualProof.PROOF, proof.commandHello(mine));
            hello.getResponseCode();
            String theirs = hello.getHeaderField(MutualProof.CHALLENGE);
            boolean proven = theirs != null
                && MutualProof.same(proof.gatewayHello(mine, theirs), hello.getHeaderField(MutualProof.PROOF));
            if (!proven) throw new UnprovenException(gateway);
            return new ProvenCall(gateway, method, "/control/" + what, theirs, answerMs);
        } finally {
            hello.disconnect();
        }
    }

    private static String at(Instance gateway, String target) {
        return "http://127.0.0.1:" + gateway.control() + target;
    }

    /// @throws UnprovenException the answer is not the gateway's
    LocalAnswer answer() throws IOException {
        try {
            int status = connection.getResponseCode();
            byte[] body = LocalCall.body(connection, status);
            check(proof.answer(request, status, body));
            return new LocalAnswer(status, LocalCall.object(body));
        } finally {
            connection.disconnect();
        }
    }

    /// A streamed answer.
    ///
    /// @throws IOException the answer is another one, or not the gateway's
    ProvenLines lines() throws IOException {
        int status = connection.getResponseCode();
        if (status != 200) {
            check(proof.answer(request, status, LocalCall.body(connection, status)));
            throw new IOException("process " + gateway.pid() + " does not hand over (" + status + ")");
        }
        check(proof.stream(request));
        return new ProvenLines(connection.getInputStream(), proof.lines(request));
    }

    private void check(String expected) throws UnprovenException {
        if (!MutualProof.same(expected, connection.getHeaderField(MutualProof.PROOF))) {
            throw new UnprovenException(gateway);
        }
    }
}
