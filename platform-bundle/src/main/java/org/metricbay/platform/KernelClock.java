package org.metricbay.platform;

import com.sun.jna.Native;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.osgi.annotation.versioning.ProviderType;

/**
 * How a Linux kernel keeps its clock in step with a reference, as adjtimex(2) tells it; numbers are
 * in the kernel's units.
 *
 * @param state what the clock is about to do; {@link #NOT_SYNCHRONIZED} if it follows no reference
 * @param status bits; {@link #NANOSECONDS} among them tells the unit of offset and jitter
 * @param tai the seconds from UTC to TAI
 */
@ProviderType
public record KernelClock(
    int state,
    long offset,
    long frequency,
    long maxError,
    long estimatedError,
    int status,
    long constant,
    long tick,
    long ppsFrequency,
    long ppsJitter,
    int ppsShift,
    long ppsStability,
    long ppsJitterExceeded,
    long ppsCalibrations,
    long ppsErrors,
    long ppsStabilityExceeded,
    int tai) {

  /** The state of a clock that follows no reference: TIME_ERROR. */
  public static final int NOT_SYNCHRONIZED = 5;

  /** The bit of the status that says that offset and jitter are in nanoseconds: STA_NANO. */
  public static final int NANOSECONDS = 0x2000;

  private static final int STRUCT_SIZE = 256;

  // Where the fields of struct timex are: the kernel has one layout for all 64-bit machines.
  private static final int OFFSET = 8;
  private static final int FREQUENCY = 16;
  private static final int MAX_ERROR = 24;
  private static final int ESTIMATED_ERROR = 32;
  private static final int STATUS = 40;
  private static final int CONSTANT = 48;
  private static final int TICK = 88;
  private static final int PPS_FREQUENCY = 96;
  private static final int PPS_JITTER = 104;
  private static final int PPS_SHIFT = 112;
  private static final int PPS_STABILITY = 120;
  private static final int PPS_JITTER_EXCEEDED = 128;
  private static final int PPS_CALIBRATIONS = 136;
  private static final int PPS_ERRORS = 144;
  private static final int PPS_STABILITY_EXCEEDED = 152;
  private static final int TAI = 160;

  /**
   * Asks the kernel.
   *
   * @throws IOException if it tells nothing
   */
  public static KernelClock read() throws IOException {
    if (Native.POINTER_SIZE != Long.BYTES) {
      throw new IOException("the clock's state is not known on 32-bit machines");
    }
    NativeCalls.load();
    // All zeros: no modes, so that nothing is changed.
    byte[] timex = new byte[STRUCT_SIZE];
    int state = LibC.adjtimex(timex);
    if (state < 0) {
      throw new IOException(
          "the kernel does not tell its clock's state: errno " + Native.getLastError());
    }
    return parse(state, ByteBuffer.wrap(timex).order(ByteOrder.nativeOrder()));
  }

  /** Reads a struct timex. */
  static KernelClock parse(int state, ByteBuffer timex) {
    return new KernelClock(
        state,
        timex.getLong(OFFSET),
        timex.getLong(FREQUENCY),
        timex.getLong(MAX_ERROR),
        timex.getLong(ESTIMATED_ERROR),
        timex.getInt(STATUS),
        timex.getLong(CONSTANT),
        timex.getLong(TICK),
        timex.getLong(PPS_FREQUENCY),
        timex.getLong(PPS_JITTER),
        timex.getInt(PPS_SHIFT),
        timex.getLong(PPS_STABILITY),
        timex.getLong(PPS_JITTER_EXCEEDED),
        timex.getLong(PPS_CALIBRATIONS),
        timex.getLong(PPS_ERRORS),
        timex.getLong(PPS_STABILITY_EXCEEDED),
        timex.getInt(TAI));
  }
}
