package org.metricbay.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class NetworkLinksTest {
  private static final short NEWLINK = 16;
  private static final short DONE = 3;
  private static final short ERROR = 2;

  private final ByteBuffer buffer = ByteBuffer.allocate(4096).order(ByteOrder.nativeOrder());

  private int begin(short type, int sequence) {
    int start = buffer.position();
    buffer.putInt(0).putShort(type).putShort((short) 2).putInt(sequence).putInt(0);
    return start;
  }

  private void end(int start) {
    buffer.putInt(start, buffer.position() - start);
    buffer.position((buffer.position() + 3) & -4);
  }

  private void attribute(int type, byte... value) {
    buffer.putShort((short) (4 + value.length)).putShort((short) type).put(value);
    buffer.position((buffer.position() + 3) & -4);
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(value).array();
  }

  private static byte[] text(String value) {
    return (value + '\0').getBytes(StandardCharsets.US_ASCII);
  }

  private int beginLink(int index, int flags) {
    int start = begin(NEWLINK, 7);
    buffer.put((byte) 0).put((byte) 0).putShort((short) 1).putInt(index).putInt(flags).putInt(0);
    return start;
  }

  private LinkMessages read() throws IOException {
    LinkMessages messages = new LinkMessages(7);
    messages.add(buffer.flip());
    return messages;
  }

  @Test
  void readsADevice() throws IOException {
    int link = beginLink(2, 0x20001);
    attribute(3, text("eth0"));
    attribute(1, (byte) 2, (byte) 0, (byte) 0xab, (byte) 0, (byte) 0, (byte) 1);
    attribute(4, number(1500));
    attribute(5, number(9));
    attribute(13, number(-1));
    attribute(16, (byte) 6);
    attribute(20, text("the\nalias"));
    attribute(99, number(1));
    end(link);
    int done = begin(DONE, 7);
    buffer.putInt(0);
    end(done);
    LinkMessages messages = read();
    assertThat(LinkMessages.endsAnswer(buffer.array(), buffer.limit())).isTrue();
    assertThat(messages.links())
        .containsExactly(
            Map.entry(
                "eth0",
                Map.of(
                    "type", "1",
                    "ifindex", "2",
                    "iflink", "9",
                    "dormant", "1",
                    "address", "02:00:ab:00:00:01",
                    "broadcast", "",
                    "ifalias", "the\nalias",
                    "mtu", "1500",
                    "tx_queue_len", "4294967295",
                    "operstate", "up")));
  }

  /** As if a bridge had made it promiscuous, while it is up and running. */
  @Test
  void tellsFlagsAsSysfsDoes() throws IOException {
    for (int promiscuity = 0; promiscuity < 2; promiscuity++) {
      buffer.clear();
      int link = beginLink(2, 0x11043 | 0x200);
      attribute(3, text("eth0"));
      attribute(30, number(promiscuity));
      attribute(61, number(0));
      end(link);
      assertThat(read().links().get("eth0"))
          .containsEntry("flags", promiscuity == 0 ? "0x1003" : "0x1103");
    }
  }

  @Test
  void passesOverWhatAnswersAnotherQuestion() throws IOException {
    int done = begin(DONE, 6);
    buffer.putInt(0);
    end(done);
    int link = beginLink(1, 0);
    attribute(3, text("lo"));
    end(link);
    LinkMessages messages = read();
    assertThat(LinkMessages.endsAnswer(buffer.array(), buffer.limit())).isFalse();
    assertThat(messages.links()).containsOnlyKeys("lo");
    assertThat(messages.links().get("lo")).containsEntry("iflink", "1").doesNotContainKey("mtu");
  }

  @Test
  void looksAwayFromTheCountersThatChangeAllTheTime() {
    byte[][] answers = new byte[3][];
    for (int i = 0; i < answers.length; i++) {
      buffer.clear();
      int link = beginLink(1, 0);
      attribute(3, text("lo"));
      attribute(7, number(i));
      attribute(0x4000 | 23, number(i));
      attribute(4, number(i < 2 ? 1500 : 9000));
      end(link);
      answers[i] = Arrays.copyOf(buffer.array(), buffer.position());
      LinkMessages.clearCounters(answers[i]);
    }
    assertThat(answers[1]).isEqualTo(answers[0]).isNotEqualTo(answers[2]);
  }

  @Test
  void tellsWhatIsWrong() {
    int error = begin(ERROR, 7);
    buffer.putInt(-95);
    end(error);
    assertThatThrownBy(this::read).isInstanceOf(IOException.class).hasMessageContaining("errno 95");
    buffer.clear();
    begin(DONE, 7);
    buffer.putInt(0, 1000);
    assertThat(LinkMessages.endsAnswer(buffer.array(), buffer.position())).isTrue();
    assertThatThrownBy(this::read).isInstanceOf(IOException.class).hasMessageContaining("cut off");
  }

  /** Each value of each device here, against its file. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void saysWhatSysfsSays() throws IOException {
    KernelFiles files = KernelFiles.ofThisHost();
    try (NetworkLinks links = new NetworkLinks()) {
      Map<String, Map<String, String>> devices = links.read();
      // Unless something happens to a device between the two.
      assertThat(links.read()).isEqualTo(devices);
      Path folder = files.sysfs().resolve("class/net");
      assertThat(devices).containsKey("lo");
      for (Map.Entry<String, Map<String, String>> device : devices.entrySet()) {
        assertThat(folder.resolve(device.getKey())).isDirectory();
        device
            .getValue()
            .forEach(
                (file, text) -> {
                  Path path = folder.resolve(device.getKey()).resolve(file);
                  // Of a device that is switched off, some cannot be read.
                  if (Files.exists(path) && !file.matches("carrier|dormant")) {
                    assertThat(files.line(path).orElse("")).as(path.toString()).isEqualTo(text);
                  }
                });
        assertThat(device.getValue()).hasSizeGreaterThanOrEqualTo(14);
      }
    }
  }
}
