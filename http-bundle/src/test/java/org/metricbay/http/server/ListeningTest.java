package org.metricbay.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListeningTest {
  private static InetSocketAddress addressOf(ServerSocketChannel socket) throws IOException {
    return (InetSocketAddress) socket.getLocalAddress();
  }

  private static ServerSocketChannel other() throws IOException {
    return ServerSocketChannel.open()
        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  @Test
  void localhostIsBothLoopbackAddressesWithOnePort() throws IOException {
    try (Listening listening = Listening.on(ListenAddress.list("localhost:0"))) {
      assertThat(listening.port()).isPositive();
      for (ServerSocketChannel socket : listening.sockets()) {
        assertThat(addressOf(socket).getPort()).isEqualTo(listening.port());
        assertThat(listening.isLoopback(addressOf(socket))).isTrue();
        try (SocketChannel client = SocketChannel.open(addressOf(socket))) {
          assertThat(client.isConnected()).isTrue();
        }
      }
      assertThat(listening.isReachable()).isFalse();
    }
  }

  @Test
  void otherMachinesReachAnAddressThatIsNoLoopback() throws IOException {
    try (Listening listening = Listening.on(ListenAddress.list("127.0.0.1:0,:0"))) {
      assertThat(listening.sockets()).hasSize(2);
      assertThat(listening.isReachable()).isTrue();
      assertThat(listening.isLoopback(addressOf(listening.sockets().get(0)))).isTrue();
      assertThat(listening.isLoopback(addressOf(listening.sockets().get(1)))).isFalse();
    }
  }

  @Test
  void oneAddressThatCannotBeHadLeavesNoneOpen() throws IOException {
    int free;
    try (ServerSocketChannel passing = other()) {
      free = addressOf(passing).getPort();
    }
    try (ServerSocketChannel taken = other()) {
      List<ListenAddress> addresses =
          ListenAddress.list("127.0.0.1:" + free + ",127.0.0.1:" + addressOf(taken).getPort());
      assertThatThrownBy(() -> Listening.on(addresses))
          .isInstanceOf(BindException.class)
          .hasMessageContaining("127.0.0.1 port " + addressOf(taken).getPort());
      try (Listening again = Listening.on(addresses.subList(0, 1))) {
        assertThat(again.port()).isEqualTo(free);
      }
    }
  }

  @Test
  void closedItTakesNoConnections() throws IOException {
    Listening listening = Listening.on(ListenAddress.list("127.0.0.1:0"));
    InetSocketAddress address = addressOf(listening.sockets().get(0));
    listening.close();
    assertThatThrownBy(() -> SocketChannel.open(address)).isInstanceOf(IOException.class);
  }

  @Test
  void listensAgainOnTheSameAddresses() throws IOException {
    Listening first = Listening.on(ListenAddress.list("localhost:0"));
    first.close();
    try (Listening again = first.again()) {
      assertThat(again.port()).isEqualTo(first.port());
      assertThat(again.sockets()).hasSameSizeAs(first.sockets());
      assertThat(again.isReachable()).isFalse();
    }
  }
}
