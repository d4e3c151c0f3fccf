package org.metricbay.host;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.TimeZone;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reports why the process ends, to the log's file, to the next process and to standard error, in
 * this order, without needing memory or descriptors. A thread of its own writes to standard error,
 * as perhaps nobody reads that.
 */
final class LastWords {
  private static final long SAYING_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long SECONDS_A_DAY = 86_400;

  private static final byte[] AT = HeapFreeText.ascii(LastEnd.AT);
  private static final byte[] REASON = HeapFreeText.ascii(LastEnd.REASON);
  private static final byte[] BECAUSE_OF = HeapFreeText.ascii("; most likely because of ");
  private static final byte[] UNKNOWN =
      HeapFreeText.ascii("; which plugin was at fault is not known");
  private static final byte[] LINE = HeapFreeText.ascii("\n");
  private static final byte[] SEVERE = HeapFreeText.ascii(" SEVERE  ");
  private static final byte[] ENDED = HeapFreeText.ascii(" SEVERE  ended with status ");
  private static final byte[] COLON = HeapFreeText.ascii(": ");
  private static final byte[] DASH = HeapFreeText.ascii("-");
  private static final byte[] SPACE = HeapFreeText.ascii(" ");
  private static final byte[] CLOCK = HeapFreeText.ascii(":");
  private static final byte[] POINT = HeapFreeText.ascii(".");
  private static final byte[] PLUS = HeapFreeText.ascii("+");
  private static final byte[] UTC = HeapFreeText.ascii("Z");

  private final HeapFreeText line = new HeapFreeText(4096);
  private final HeapFreeText record = new HeapFreeText(8192);
  private final HeapFreeText reason = new HeapFreeText(2048);
  private final ByteBuffer suspect = ByteBuffer.allocateDirect(4096);
  private final TimeZone zone = TimeZone.getDefault();
  private final FileOutputStream err = new FileOutputStream(FileDescriptor.err);
  private final @Nullable LogFile log;
  private final EndRecord next;
  private volatile @Nullable Consumer<ByteBuffer> suspects;
  private volatile boolean toBeSaid;
  private volatile boolean said;
  private final Thread speaker = new Thread(null, this::speak, "metricbay-last-words", 0, false);

  LastWords(@Nullable LogFile log, EndRecord next) {
    this.log = log;
    this.next = next;
  }

  /** Who knows which plugin was at fault. */
  void ask(Consumer<ByteBuffer> suspects) {
    this.suspects = suspects;
  }

  /** Where why the process ends is to be put, from the begin. */
  HeapFreeText reason() {
    return reason.clear();
  }

  /** Does all but to tell it, so that nothing of it is done for the first time at the end. */
  void prepare() {
    rehearse();
    speaker.setDaemon(true);
    speaker.setContextClassLoader(null);
    speaker.start();
  }

  private void speak() {
    while (true) {
      try {
        LockSupport.park(this);
        Thread.interrupted();
        sayIfToBeSaid();
      } catch (Throwable e) {
        // Somebody stops all threads; it goes on.
        said = false;
      }
    }
  }

  /** Does all but to tell it. */
  void rehearse() {
    compose(System.currentTimeMillis());
    write(0, 0);
    write(err, line, 0);
  }

  /** Tells it; returns when that is done, or cannot be. */
  void tell() {
    try {
      compose(System.currentTimeMillis());
    } catch (Throwable e) {
      // As far as it came.
      record.put(LINE);
    }
    Thread.interrupted();
    write(line.length(), record.length());
    toBeSaid = true;
    LockSupport.unpark(speaker);
    long begin = System.nanoTime();
    while (!said && System.nanoTime() - begin < SAYING_NANOS) {
      LockSupport.parkNanos(SAYING_NANOS / 100);
      Thread.interrupted();
    }
  }

  private void sayIfToBeSaid() {
    if (toBeSaid && !said) {
      write(err, line, line.length());
      said = true;
    }
  }

  /**
   * Says another's last words to standard error, at the very end, when nothing more can be held up.
   */
  void say(String words) {
    long millis = System.currentTimeMillis();
    time(line.clear(), millis);
    line.put(SEVERE).put(words.getBytes(StandardCharsets.UTF_8)).put(LINE);
    write(err, line, line.length());
  }

  private void compose(long millis) {
    suspect.clear();
    Consumer<ByteBuffer> asked = suspects;
    if (asked != null) {
      asked.accept(suspect);
    }
    suspect.flip();
    boolean known = suspect.hasRemaining();
    if (known) {
      reason.put(BECAUSE_OF).put(suspect, true);
    } else {
      reason.put(UNKNOWN);
    }
    record.clear().put(AT).put(millis / 1000).put(LINE);
    record.put(REASON).put(reason).put(LINE).put(suspect, false);
    time(line.clear(), millis);
    line.put(ENDED).put(Watchdog.STATUS).put(COLON).put(reason).put(LINE);
  }

  private void write(int ofLine, int ofRecord) {
    if (log != null) {
      log.writeLast(line, ofLine);
    }
    next.write(record, ofRecord);
  }

  private static void write(FileOutputStream out, HeapFreeText text, int length) {
    try {
      out.write(text.bytes(), 0, length);
    } catch (IOException | Error e) {
      // There is no other place to tell it.
      text.length();
    }
  }

  /** As LineFormatter does, by the calendar's arithmetic. */
  private void time(HeapFreeText into, long millis) {
    long local = Math.floorDiv(millis + offset(millis), 1000L);
    long second = Math.floorMod(local, SECONDS_A_DAY);
    // Years that begin with March, and 400 of them, are all alike.
    long days = Math.floorDiv(local, SECONDS_A_DAY) + 719_468;
    long era = Math.floorDiv(days, 146_097);
    long dayOfEra = days - era * 146_097;
    long yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    long shifted = (5 * dayOfYear + 2) / 153;
    long day = dayOfYear - (153 * shifted + 2) / 5 + 1;
    long month = shifted < 10 ? shifted + 3 : shifted - 9;
    long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
    into.put(year).put(DASH).two(month).put(DASH).two(day).put(SPACE);
    into.two(second / 3600).put(CLOCK).two(second / 60 % 60).put(CLOCK).two(second % 60);
    long fraction = Math.floorMod(millis, 1000L);
    into.put(POINT).put(fraction / 100).two(fraction % 100);
    zone(offset(millis) / 1000, into);
  }

  /** As ISO has it: Z, or +02:00, with seconds only where there are some. */
  private static void zone(long seconds, HeapFreeText into) {
    if (seconds == 0) {
      into.put(UTC);
      return;
    }
    long size = Math.abs(seconds);
    into.put(seconds < 0 ? DASH : PLUS).two(size / 3600).put(CLOCK).two(size / 60 % 60);
    if (size % 60 != 0) {
      into.put(CLOCK).two(size % 60);
    }
  }

  private long offset(long millis) {
    try {
      return zone.getOffset(millis);
    } catch (OutOfMemoryError e) {
      return 0;
    }
  }
}
