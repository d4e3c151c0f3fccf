package org.metricbay.core.collect.internal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.metricbay.api.CarriedState;

/**
 * States as bytes: a form of our own for the few kinds of values that there are, so that reading
 * damaged bytes makes a mistake at worst, and never an object of another class.
 */
final class StateFormat {
  /** The most that one state may take. */
  static final int MOST_BYTES = 64 << 10;

  private static final int DEEPEST = 16;

  private StateFormat() {}

  /**
   * The state as bytes.
   *
   * @throws IOException if that is too many of them
   */
  static byte[] encode(CarriedState state) throws IOException {
    Bounded bytes = new Bounded();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(state.version());
    write(state.values(), out);
    return bytes.toByteArray();
  }

  /** Ends what would become too long. */
  private static final class Bounded extends ByteArrayOutputStream {
    @Override
    public synchronized void write(int b) {
      check(1);
      super.write(b);
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) {
      check(length);
      super.write(bytes, from, length);
    }

    private void check(int more) {
      if (count + more > MOST_BYTES) {
        throw new IllegalArgumentException(
            "the state takes more than " + MOST_BYTES + " bytes: keep less of it");
      }
    }
  }

  private static void write(Object value, DataOutputStream out) throws IOException {
    if (value instanceof String text) {
      out.writeByte('s');
      writeText(text, out);
    } else if (value instanceof Boolean yes) {
      out.writeByte(yes ? 't' : 'f');
    } else if (value instanceof Integer number) {
      out.writeByte('i');
      out.writeInt(number);
    } else if (value instanceof Long number) {
      out.writeByte('l');
      out.writeLong(number);
    } else if (value instanceof Double number) {
      out.writeByte('d');
      out.writeLong(Double.doubleToRawLongBits(number));
    } else if (value instanceof List<?> list) {
      out.writeByte('[');
      out.writeInt(list.size());
      for (Object element : list) {
        write(element, out);
      }
    } else if (value instanceof Map<?, ?> map) {
      out.writeByte('{');
      out.writeInt(map.size());
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        writeText((String) entry.getKey(), out);
        write(entry.getValue(), out);
      }
    } else {
      throw new IllegalArgumentException("a value of " + value.getClass().getName());
    }
  }

  /** As UTF-16: half of a pair is a value, too. What is too long for a length of two bytes, is. */
  private static void writeText(String text, DataOutputStream out) throws IOException {
    if (text.length() > MOST_BYTES) {
      throw new IllegalArgumentException("a text of " + text.length() + " characters: keep less");
    }
    out.writeInt(text.length());
    boolean narrow = text.chars().allMatch(c -> c < 256);
    out.writeBoolean(narrow);
    for (int i = 0; i < text.length(); i++) {
      if (narrow) {
        out.writeByte(text.charAt(i));
      } else {
        out.writeChar(text.charAt(i));
      }
    }
  }

  /**
   * The state that these bytes are.
   *
   * @throws IOException if they are none
   */
  static CarriedState decode(byte[] bytes) throws IOException {
    if (bytes.length > MOST_BYTES) {
      throw new IOException("it has " + bytes.length + " bytes");
    }
    ByteArrayInputStream left = new ByteArrayInputStream(bytes);
    Reader in = new Reader(left);
    int version = in.data.readInt();
    if (!(in.value(0) instanceof Map<?, ?> map) || left.available() > 0) {
      throw new IOException("it is no whole state");
    }
    Map<String, Object> values = new LinkedHashMap<>();
    map.forEach((name, value) -> values.put((String) name, value));
    try {
      return new CarriedState(version, values);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Reads one state. */
  private static final class Reader {
    private final ByteArrayInputStream left;
    private final DataInputStream data;

    Reader(ByteArrayInputStream left) {
      this.left = left;
      this.data = new DataInputStream(left);
    }

    private Object value(int depth) throws IOException {
      if (depth > DEEPEST) {
        throw new IOException("it is too deep");
      }
      int kind = data.readByte();
      return switch (kind) {
        case 's' -> text();
        case 't' -> true;
        case 'f' -> false;
        case 'i' -> data.readInt();
        case 'l' -> data.readLong();
        case 'd' -> Double.longBitsToDouble(data.readLong());
        case '[' -> list(depth);
        case '{' -> map(depth);
        default -> throw new IOException("it has a value of the unknown kind " + kind);
      };
    }

    private List<Object> list(int depth) throws IOException {
      int size = size();
      List<Object> list = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        list.add(value(depth + 1));
      }
      return list;
    }

    private Map<String, Object> map(int depth) throws IOException {
      int size = size();
      Map<String, Object> map = new LinkedHashMap<>();
      for (int i = 0; i < size; i++) {
        map.put(text(), value(depth + 1));
      }
      return map;
    }

    private String text() throws IOException {
      int size = size();
      boolean narrow = data.readBoolean();
      StringBuilder text = new StringBuilder(size);
      for (int i = 0; i < size; i++) {
        text.append(narrow ? (char) data.readUnsignedByte() : data.readChar());
      }
      return text.toString();
    }

    /** Each of so many takes a byte at least. */
    private int size() throws IOException {
      int size = data.readInt();
      if (size < 0 || size > left.available()) {
        throw new IOException("it has a length of " + size);
      }
      return size;
    }
  }
}
