package org.metricbay.platform;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The messages of rtnetlink(7) about network devices: the question, and the parts of the answer.
 */
final class LinkMessages {
  private static final short RTM_NEWLINK = 16;
  private static final short RTM_GETLINK = 18;
  private static final short NLMSG_ERROR = 2;
  private static final short NLMSG_DONE = 3;
  private static final short REQUEST_DUMP = 0x301;

  private static final int HEADER = 16;
  private static final int INTERFACE = 16;
  private static final int ALIGNMENT = 4;

  /**
   * The attribute of a question that says which parts are not wanted: counters, of which there are
   * many; a kernel may send some nevertheless.
   */
  private static final short EXT_MASK = 29;

  private static final int SKIP_STATISTICS = 1 << 3;

  /** The kinds of an attribute without its two flags. */
  private static final int TYPE = 0x3fff;

  private static final int STATS = 7;
  private static final int STATS64 = 23;

  /** No count has this value. */
  private static final int UNKNOWN = -1;

  // The numbers of IFF_… in if.h. Sysfs has a file of its own for the last one.
  private static final int RUNNING = 0x40;
  private static final int PROMISCUOUS = 0x100;
  private static final int ALL_MULTICAST = 0x200;
  private static final int LOWER_UP = 0x10000;
  private static final int DORMANT = 0x20000;

  /** As RFC 2863 numbers them and sysfs names them. */
  private static final List<String> STATES =
      List.of("unknown", "notpresent", "down", "lowerlayerdown", "testing", "dormant", "up");

  private static final HexFormat ADDRESS = HexFormat.ofDelimiter(":");

  private final int sequence;
  private final Map<String, Map<String, String>> links = new HashMap<>();

  /** For the answer to the question with this number. */
  LinkMessages(int sequence) {
    this.sequence = sequence;
  }

  /** The question for all devices. */
  static byte[] request(int sequence) {
    int length = HEADER + INTERFACE + 2 * Integer.BYTES;
    return ByteBuffer.allocate(length)
        .order(ByteOrder.nativeOrder())
        .putInt(length)
        .putShort(RTM_GETLINK)
        .putShort(REQUEST_DUMP)
        .putInt(sequence)
        .putInt(0)
        .position(HEADER + INTERFACE)
        .putShort((short) (2 * Integer.BYTES))
        .putShort(EXT_MASK)
        .putInt(SKIP_STATISTICS)
        .array();
  }

  /** Whether what came at a time ends an answer: by its last message, or by one about an error. */
  static boolean endsAnswer(byte[] part, int length) {
    ByteBuffer messages = ByteBuffer.wrap(part, 0, length).order(ByteOrder.nativeOrder());
    short type = NLMSG_DONE;
    int size;
    for (int at = 0; at + HEADER <= length; at += aligned(size)) {
      size = messages.getInt(at);
      type = messages.getShort(at + 4);
      if (size < HEADER || size > length - at || type == NLMSG_ERROR) {
        return true; // Which whoever reads it will say.
      }
    }
    return type == NLMSG_DONE;
  }

  /** Makes all traffic counters 0, which change all the time, so that answers can be compared. */
  static void clearCounters(byte[] answer) {
    ByteBuffer messages = ByteBuffer.wrap(answer).order(ByteOrder.nativeOrder());
    int size;
    for (int at = 0; at + HEADER <= answer.length; at += aligned(size)) {
      size = messages.getInt(at);
      if (size < HEADER || size > answer.length - at) {
        return; // Which whoever reads it will say.
      }
      if (messages.getShort(at + 4) == RTM_NEWLINK) {
        clearCounters(answer, messages, at + HEADER + INTERFACE, at + size);
      }
    }
  }

  private static void clearCounters(byte[] answer, ByteBuffer messages, int begin, int end) {
    int length;
    for (int at = begin; at + ALIGNMENT <= end; at += aligned(length)) {
      length = Short.toUnsignedInt(messages.getShort(at));
      if (length < ALIGNMENT || at + length > end) {
        return;
      }
      int type = messages.getShort(at + 2) & TYPE;
      if (type == STATS || type == STATS64) {
        Arrays.fill(answer, at + ALIGNMENT, at + length, (byte) 0);
      }
    }
  }

  /** For each device the files of its folder in sysfs that the answer has the content of. */
  Map<String, Map<String, String>> links() {
    return links;
  }

  /** Reads what came at a time: a few messages. */
  void add(ByteBuffer messages) throws IOException {
    while (messages.remaining() >= HEADER) {
      int start = messages.position();
      int length = messages.getInt(start);
      if (length < HEADER || length > messages.remaining()) {
        throw new IOException("a message about network devices is cut off");
      }
      if (messages.getInt(start + 8) == sequence) {
        add(messages.getShort(start + 4), messages.slice(start + HEADER, length - HEADER));
      }
      messages.position(Math.min(aligned(start + length), messages.limit()));
    }
  }

  private void add(short type, ByteBuffer message) throws IOException {
    message.order(ByteOrder.nativeOrder());
    switch (type) {
      case RTM_NEWLINK -> addLink(message);
      case NLMSG_ERROR ->
          throw new IOException("no answer about network devices: errno " + -message.getInt(0));
      default -> {
        // Not about devices.
      }
    }
  }

  private void addLink(ByteBuffer message) {
    Map<String, String> files = new HashMap<>();
    String name = "";
    String index = Integer.toString(message.getInt(4));
    files.put("type", Integer.toString(Short.toUnsignedInt(message.getShort(2))));
    files.put("ifindex", index);
    files.put("iflink", index); // unless the device is on top of another one
    files.put("dormant", (message.getInt(8) & DORMANT) == 0 ? "0" : "1");
    files.put("address", "");
    files.put("broadcast", "");
    files.put("ifalias", "");
    int promiscuous = UNKNOWN;
    int allMulticast = UNKNOWN;
    int end = message.limit();
    int length;
    for (int at = INTERFACE; at + ALIGNMENT <= end; at += aligned(length)) {
      length = Short.toUnsignedInt(message.getShort(at));
      if (length < ALIGNMENT || at + length > end) {
        break;
      }
      ByteBuffer value = message.slice(at + ALIGNMENT, length - ALIGNMENT);
      value.order(ByteOrder.nativeOrder());
      int type = message.getShort(at + 2) & TYPE;
      switch (type) {
        case 3 -> name = text(value);
        case 30 -> promiscuous = value.getInt(0);
        case 61 -> allMulticast = value.getInt(0);
        default -> addAttribute(files, type, value);
      }
    }
    if (promiscuous != UNKNOWN && allMulticast != UNKNOWN) {
      files.put("flags", flags(message.getInt(8), promiscuous != 0, allMulticast != 0));
    }
    links.put(name, files);
  }

  /**
   * The flags as the kernel keeps them, which is what sysfs shows: without what follows from the
   * device's state, and with what anybody has switched on, not only who asks in this way. Kernels
   * before 6.0 do not tell enough for that.
   */
  private static String flags(int told, boolean isPromiscuous, boolean isAllMulticast) {
    int kept = told & ~(RUNNING | LOWER_UP | DORMANT | PROMISCUOUS | ALL_MULTICAST);
    return "0x"
        + Integer.toHexString(
            kept | (isPromiscuous ? PROMISCUOUS : 0) | (isAllMulticast ? ALL_MULTICAST : 0));
  }

  /** The numbers are those of IFLA_… in if_link.h. */
  private static void addAttribute(Map<String, String> files, int type, ByteBuffer value) {
    switch (type) {
      case 1 -> files.put("address", address(value));
      case 2 -> files.put("broadcast", address(value));
      case 4 -> files.put("mtu", number(value));
      case 5 -> files.put("iflink", Integer.toString(value.getInt(0)));
      case 13 -> files.put("tx_queue_len", number(value));
      case 16 -> files.put("operstate", STATES.get(value.get(0)));
      case 17 -> files.put("link_mode", Integer.toString(value.get(0)));
      case 20 -> files.put("ifalias", text(value));
      case 27 -> files.put("netdev_group", number(value));
      case 33 -> files.put("carrier", Integer.toString(value.get(0)));
      case 35 -> files.put("carrier_changes", number(value));
      case 47 -> files.put("carrier_up_count", number(value));
      case 48 -> files.put("carrier_down_count", number(value));
      default -> {
        // There are dozens of others.
      }
    }
  }

  private static String number(ByteBuffer value) {
    return Integer.toUnsignedString(value.getInt(0));
  }

  private static String address(ByteBuffer value) {
    byte[] bytes = new byte[value.remaining()];
    value.get(bytes);
    return ADDRESS.formatHex(bytes);
  }

  /** Without the zero at its end. */
  private static String text(ByteBuffer value) {
    byte[] bytes = new byte[Math.max(0, value.remaining() - 1)];
    value.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static int aligned(int length) {
    return (length + ALIGNMENT - 1) & -ALIGNMENT;
  }
}
