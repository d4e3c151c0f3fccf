package org.metricbay.storage;

import java.util.List;
import org.metricbay.platform.FieldReader;

/** The procedures of NFS, in the order in which the kernel counts them. */
final class NfsProcedures {
  /** Those that have a number but no meaning of their own. */
  private static final String UNUSED = "-";

  static final List<String> V2 =
      names(
          "Null GetAttr SetAttr Root Lookup ReadLink Read WrCache Write Create Remove Rename Link"
              + " SymLink MkDir RmDir ReadDir FsStat");

  static final List<String> V3 =
      names(
          "Null GetAttr SetAttr Lookup Access ReadLink Read Write Create MkDir SymLink MkNod Remove"
              + " RmDir Rename Link ReadDir ReadDirPlus FsStat FsInfo PathConf Commit");

  static final List<String> V4_CLIENT =
      names(
          "Null Read Write Commit Open OpenConfirm OpenNoattr OpenDowngrade Close Setattr FsInfo"
              + " Renew SetClientID SetClientIDConfirm Lock Lockt Locku Access Getattr Lookup"
              + " LookupRoot Remove Rename Link Symlink Create Pathconf StatFs ReadLink ReadDir"
              + " ServerCaps DelegReturn GetACL SetACL FsLocations ReleaseLockowner Secinfo"
              + " FsidPresent ExchangeID CreateSession DestroySession Sequence GetLeaseTime"
              + " ReclaimComplete GetDeviceInfo LayoutGet LayoutCommit LayoutReturn SecinfoNoName"
              + " TestStateID FreeStateID GetDeviceList BindConnToSession DestroyClientID Seek"
              + " Allocate DeAllocate LayoutStats Clone");

  static final List<String> V4_SERVER =
      names(
          "- - - Access Close Commit Create DelegPurge DelegReturn GetAttr GetFH Link Lock Lockt"
              + " Locku Lookup LookupRoot Nverify Open OpenAttr OpenConfirm OpenDgrd PutFH - - Read"
              + " ReadDir ReadLink Remove Rename Renew RestoreFH SaveFH SecInfo SetAttr SetClientID"
              + " SetClientIDConfirm Verify Write RelLockOwner");

  private NfsProcedures() {}

  private static List<String> names(String names) {
    return List.of(names.split(" "));
  }

  /** The same without the procedure that does nothing, which servers do not tell about. */
  static List<String> withoutNull(List<String> names) {
    return names.stream().map(name -> name.equals("Null") ? UNUSED : name).toList();
  }

  /**
   * Adds the rest of a line: the number of procedures, then how often each was called.
   *
   * @param least as many are shown, those that the kernel does not know as never called
   * @throws IllegalArgumentException if there are not as many as it says
   */
  static void add(
      Families families,
      Families.Value requests,
      String proto,
      List<String> names,
      int least,
      FieldReader line) {
    double stated = line.number();
    double[] counts = new double[names.size()];
    int known = line.numbers(counts);
    int all = known;
    for (; line.hasNext(); all++) {
      line.skip();
    }
    if (all != stated) {
      throw new IllegalArgumentException("it has not as many numbers as it says");
    }
    for (int i = 0; i < Math.max(least, known); i++) {
      if (!names.get(i).equals(UNUSED)) {
        families.add(requests, counts[i], "proto", proto, "method", names.get(i));
      }
    }
  }
}
