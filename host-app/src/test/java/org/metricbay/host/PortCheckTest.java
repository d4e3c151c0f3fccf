package org.metricbay.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PortCheckTest {
  @TempDir private Path home;

  private List<String> check(String... arguments) throws UserException {
    return new Preflight(Options.of(home, List.of(arguments), Map.of())).checkPort();
  }

  private void refused(String message, String... arguments) {
    assertThatThrownBy(() -> check(arguments))
        .isInstanceOf(UserException.class)
        .hasMessage(message);
  }

  private static ServerSocket listen(String host, int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getByName(host));
  }

  @Test
  void takesWhatIsFree() throws UserException {
    assertThat(check("--port", "0")).isEmpty();
    String[] addresses = {"--listen=127.0.0.1:0,127.0.0.1:0,*:0,localhost:0", "--listen=:0"};
    assertThat(check(addresses)).isEmpty();
  }

  @Test
  void findsAPortInUse() throws Exception {
    try (ServerSocket used = listen("127.0.0.1", 0)) {
      int port = used.getLocalPort();
      String used127 = "cannot listen on 127.0.0.1, port " + port + " (Address already in use): ";
      String end = " (0 takes a free one)";
      refused(
          used127 + "end what uses it, or choose another with --port" + end, "--port", "" + port);
      refused(
          used127 + "end what uses it, or choose another with --listen" + end,
          "--listen=127.0.0.2:" + port,
          "--listen=127.0.0.1:" + port);
      refused(
          used127.replace("127.0.0.1", "*")
              + "end what uses it, or choose another with --listen"
              + end,
          "--listen=:" + port);
    }
  }

  @Test
  void findsAnAddressThatIsNotKnown() {
    refused(
        "address no-such-host.invalid (--host) is not known here: give one of this host's, or *"
            + " for all",
        "--host",
        "no-such-host.invalid");
    refused(
        "address no-such-host.invalid (--listen) is not known here: give one of this host's, or *"
            + " for all",
        "--listen",
        "no-such-host.invalid:1");
  }

  /** The address is one of those that are for documentation only. */
  @Test
  void findsAnAddressOfAnotherHost() {
    assertThatThrownBy(() -> check("--listen=127.0.0.1:0,192.0.2.1:8000"))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("cannot listen on 192.0.2.1, port 8000 (")
        .hasMessageEndingWith("): give --listen an address of this host, or * for all");
  }

  @Test
  void findsWhatIsNamedTwice() {
    String end = " (--listen) clash: leave one out";
    refused("127.0.0.1:7 and 127.0.0.1:7" + end, "--listen=127.0.0.1:7,127.0.0.1:7");
    refused("*:7 and 127.0.0.1:7" + end, "--listen=:7,127.0.0.1:7");
    refused("[::1]:7 and [0::1]:7" + end, "--listen=[::1]:7,127.0.0.1:7,[0::1]:7");
  }

  @Test
  void findsAPortThatIsNotForAll() {
    assumeTrue(!mayUse("127.0.0.1", 1), "this process may use all ports");
    refused(
        "cannot listen on 127.0.0.1, port 1 (Permission denied): give the agent the right to ports"
            + " below 1024 (CAP_NET_BIND_SERVICE), or choose another with --listen",
        "--listen=127.0.0.1:1");
  }

  private static boolean mayUse(String host, int port) {
    try (ServerSocket socket = listen(host, port)) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void localhostNeedsTheFirstLoopbackAddressOnly() throws Exception {
    assumeTrue(mayUse("::1", 0), "this host has no IPv6");
    try (ServerSocket used = listen("::1", 0)) {
      int port = used.getLocalPort();
      assertThat(check("--port", "" + port))
          .containsExactly(
              "cannot listen on ::1, port "
                  + port
                  + " (Address already in use), only on 127.0.0.1: whoever asks localhost may reach"
                  + " what uses it");
    }
  }
}
