package org.metricbay.storage;

import java.util.List;
import java.util.Map;
import org.metricbay.storage.Families.Value;

/** What the files of an InfiniBand port count. */
final class InfinibandCounters {
  /** The kernel counts data per lane, of which a link has four. */
  private static final double LANES = 4;

  /**
   * Each counter's file and metric: those of all devices, of devices before Linux 4.5, and of <a
   * href="https://enterprise-support.nvidia.com/s/article/understanding-mlx5-linux-counters-and-status-parameters">
   * Mellanox devices</a>.
   */
  static final List<Map.Entry<String, Value>> ALL =
      List.of(
          Map.entry(
              "counters_ext/port_multicast_rcv_packets",
              Value.count(
                  "node_infiniband_legacy_multicast_packets_received_total",
                  "Number of multicast packets received")),
          Map.entry(
              "counters_ext/port_multicast_xmit_packets",
              Value.count(
                  "node_infiniband_legacy_multicast_packets_transmitted_total",
                  "Number of multicast packets transmitted")),
          Map.entry(
              "counters_ext/port_rcv_data_64",
              Value.count(
                      "node_infiniband_legacy_data_received_bytes_total",
                      "Number of data octets received on all links")
                  .times(LANES)),
          Map.entry(
              "counters_ext/port_rcv_packets_64",
              Value.count(
                  "node_infiniband_legacy_packets_received_total",
                  "Number of data packets received on all links")),
          Map.entry(
              "counters_ext/port_unicast_rcv_packets",
              Value.count(
                  "node_infiniband_legacy_unicast_packets_received_total",
                  "Number of unicast packets received")),
          Map.entry(
              "counters_ext/port_unicast_xmit_packets",
              Value.count(
                  "node_infiniband_legacy_unicast_packets_transmitted_total",
                  "Number of unicast packets transmitted")),
          Map.entry(
              "counters_ext/port_xmit_data_64",
              Value.count(
                      "node_infiniband_legacy_data_transmitted_bytes_total",
                      "Number of data octets transmitted on all links")
                  .times(LANES)),
          Map.entry(
              "counters_ext/port_xmit_packets_64",
              Value.count(
                  "node_infiniband_legacy_packets_transmitted_total",
                  "Number of data packets received on all links")),
          Map.entry(
              "counters/excessive_buffer_overrun_errors",
              Value.count(
                  "node_infiniband_excessive_buffer_overrun_errors_total",
                  "Number of times that OverrunErrors consecutive flow control update"
                      + " periods occurred, each having at least one overrun error.")),
          Map.entry(
              "counters/link_downed",
              Value.count(
                  "node_infiniband_link_downed_total",
                  "Number of times the link failed to recover from an error state and"
                      + " went down")),
          Map.entry(
              "counters/link_error_recovery",
              Value.count(
                  "node_infiniband_link_error_recovery_total",
                  "Number of times the link successfully recovered from an error state")),
          Map.entry(
              "counters/local_link_integrity_errors",
              Value.count(
                  "node_infiniband_local_link_integrity_errors_total",
                  "Number of times that the count of local physical errors exceeded the"
                      + " threshold specified by LocalPhyErrors.")),
          Map.entry(
              "counters/multicast_rcv_packets",
              Value.count(
                  "node_infiniband_multicast_packets_received_total",
                  "Number of multicast packets received (including errors)")),
          Map.entry(
              "counters/multicast_xmit_packets",
              Value.count(
                  "node_infiniband_multicast_packets_transmitted_total",
                  "Number of multicast packets transmitted (including errors)")),
          Map.entry(
              "counters/port_rcv_constraint_errors",
              Value.count(
                  "node_infiniband_port_constraint_errors_received_total",
                  "Number of packets received on the switch physical port that are"
                      + " discarded")),
          Map.entry(
              "counters/port_xmit_constraint_errors",
              Value.count(
                  "node_infiniband_port_constraint_errors_transmitted_total",
                  "Number of packets not transmitted from the switch physical port")),
          Map.entry(
              "counters/port_rcv_data",
              Value.count(
                      "node_infiniband_port_data_received_bytes_total",
                      "Number of data octets received on all links")
                  .times(LANES)),
          Map.entry(
              "counters/port_xmit_data",
              Value.count(
                      "node_infiniband_port_data_transmitted_bytes_total",
                      "Number of data octets transmitted on all links")
                  .times(LANES)),
          Map.entry(
              "counters/port_rcv_discards",
              Value.count(
                  "node_infiniband_port_discards_received_total",
                  "Number of inbound packets discarded by the port because the port is"
                      + " down or congested")),
          Map.entry(
              "counters/port_xmit_discards",
              Value.count(
                  "node_infiniband_port_discards_transmitted_total",
                  "Number of outbound packets discarded by the port because the port is"
                      + " down or congested")),
          Map.entry(
              "counters/port_rcv_errors",
              Value.count(
                  "node_infiniband_port_errors_received_total",
                  "Number of packets containing an error that were received on this port")),
          Map.entry(
              "counters/port_rcv_packets",
              Value.count(
                  "node_infiniband_port_packets_received_total",
                  "Number of packets received on all VLs by this port (including errors)")),
          Map.entry(
              "counters/port_xmit_packets",
              Value.count(
                  "node_infiniband_port_packets_transmitted_total",
                  "Number of packets transmitted on all VLs from this port (including"
                      + " errors)")),
          Map.entry(
              "counters/port_xmit_wait",
              Value.count(
                  "node_infiniband_port_transmit_wait_total",
                  "Number of ticks during which the port had data to transmit but no"
                      + " data was sent during the entire tick")),
          Map.entry(
              "counters/unicast_rcv_packets",
              Value.count(
                  "node_infiniband_unicast_packets_received_total",
                  "Number of unicast packets received (including errors)")),
          Map.entry(
              "counters/unicast_xmit_packets",
              Value.count(
                  "node_infiniband_unicast_packets_transmitted_total",
                  "Number of unicast packets transmitted (including errors)")),
          Map.entry(
              "counters/port_rcv_remote_physical_errors",
              Value.count(
                  "node_infiniband_port_receive_remote_physical_errors_total",
                  "Number of packets marked with the EBP (End of Bad Packet) delimiter"
                      + " received on the port.")),
          Map.entry(
              "counters/port_rcv_switch_relay_errors",
              Value.count(
                  "node_infiniband_port_receive_switch_relay_errors_total",
                  "Number of packets that could not be forwarded by the switch.")),
          Map.entry(
              "counters/symbol_error",
              Value.count(
                  "node_infiniband_symbol_error_total",
                  "Number of minor link errors detected on one or more physical lanes.")),
          Map.entry(
              "counters/VL15_dropped",
              Value.count(
                  "node_infiniband_vl15_dropped_total",
                  "Number of incoming VL15 packets dropped due to resource limitations.")),
          Map.entry(
              "hw_counters/duplicate_request",
              Value.count(
                  "node_infiniband_duplicate_requests_packets_total",
                  "The number of received packets. A duplicate request is a request that"
                      + " had been previously executed.")),
          Map.entry(
              "hw_counters/implied_nak_seq_err",
              Value.count(
                  "node_infiniband_implied_nak_seq_errors_total",
                  "The number of time the requested decided an ACK. with a PSN larger"
                      + " than the expected PSN for an RDMA read or response.")),
          Map.entry(
              "hw_counters/local_ack_timeout_err",
              Value.count(
                  "node_infiniband_local_ack_timeout_errors_total",
                  "The number of times QP's ack timer expired for RC, XRC, DCT QPs at"
                      + " the sender side. The QP retry limit was not exceed, therefore it is"
                      + " still recoverable error.")),
          Map.entry(
              "hw_counters/np_cnp_sent",
              Value.count(
                  "node_infiniband_np_cnp_packets_sent_total",
                  "The number of CNP packets sent by the Notification Point when it"
                      + " noticed congestion experienced in the RoCEv2 IP header (ECN bits)."
                      + " The counters was added in MLNX_OFED 4.1")),
          Map.entry(
              "hw_counters/np_ecn_marked_roce_packets",
              Value.count(
                  "node_infiniband_np_ecn_marked_roce_packets_received_total",
                  "The number of RoCEv2 packets received by the notification point which"
                      + " were marked for experiencing the congestion (ECN bits where '11' on"
                      + " the ingress RoCE traffic) . The counters was added in MLNX_OFED 4.1")),
          Map.entry(
              "hw_counters/out_of_buffer",
              Value.count(
                  "node_infiniband_out_of_buffer_drops_total",
                  "The number of drops occurred due to lack of WQE for the associated" + " QPs.")),
          Map.entry(
              "hw_counters/out_of_sequence",
              Value.count(
                  "node_infiniband_out_of_sequence_packets_received_total",
                  "The number of out of sequence packets received.")),
          Map.entry(
              "hw_counters/packet_seq_err",
              Value.count(
                  "node_infiniband_packet_sequence_errors_total",
                  "The number of received NAK sequence error packets. The QP retry limit"
                      + " was not exceeded.")),
          Map.entry(
              "hw_counters/req_cqe_error",
              Value.count(
                  "node_infiniband_req_cqes_errors_total",
                  "The number of times requester detected CQEs completed with errors."
                      + " The counters was added in MLNX_OFED 4.1")),
          Map.entry(
              "hw_counters/req_cqe_flush_error",
              Value.count(
                  "node_infiniband_req_cqes_flush_errors_total",
                  "The number of times requester detected CQEs completed with flushed"
                      + " errors. The counters was added in MLNX_OFED 4.1")),
          Map.entry(
              "hw_counters/req_remote_access_errors",
              Value.count(
                  "node_infiniband_req_remote_access_errors_total",
                  "The number of times requester detected remote access errors. The"
                      + " counters was added in MLNX_OFED 4.1")),
          Map.entry(
              "hw_counters/req_remote_invalid_request",
              Value.count(
                  "node_infiniband_req_remote_invalid_request_errors_total",
                  "The number of times requester detected remote invalid request errors."
                      + " The counters was added in MLNX_OFED 4.1")),
          Map.entry(
              "hw_counters/resp_cqe_error",
              Value.count(
                  "node_infiniband_resp_cqes_errors_total",
                  "The number of times responder detected CQEs completed with errors."
                      + " The counters was added in MLNX_OFED 4.1")),
          Map.entry(
              "hw_counters/resp_cqe_flush_error",
              Value.count(
                  "node_infiniband_resp_cqes_flush_errors_total",
                  "The number of times responder detected CQEs completed with flushed"
                      + " errors. The counters was added in MLNX_OFED 4.1")),
          Map.entry(
              "hw_counters/resp_local_length_error",
              Value.count(
                  "node_infiniband_resp_local_length_errors_total",
                  "The number of times responder detected local length errors. The"
                      + " counters was added in MLNX_OFED 4.1")),
          Map.entry(
              "hw_counters/resp_remote_access_errors",
              Value.count(
                  "node_infiniband_resp_remote_access_errors_total",
                  "The number of times responder detected remote access errors. The"
                      + " counters was added in MLNX_OFED 4.1")),
          Map.entry(
              "hw_counters/rnr_nak_retry_err",
              Value.count(
                  "node_infiniband_rnr_nak_retry_packets_received_total",
                  "The number of received RNR NAK packets. The QP retry limit was not"
                      + " exceeded.")),
          Map.entry(
              "hw_counters/roce_adp_retrans",
              Value.count(
                  "node_infiniband_roce_adp_retransmits_total",
                  "The number of adaptive retransmissions for RoCE traffic. The counter"
                      + " was added in MLNX_OFED rev 5.0-1.0.0.0 and kernel v5.6.0")),
          Map.entry(
              "hw_counters/roce_adp_retrans_to",
              Value.count(
                  "node_infiniband_roce_adp_retransmits_timeout_total",
                  "The number of times RoCE traffic reached timeout due to adaptive"
                      + " retransmission. The counter was added in MLNX_OFED rev 5.0-1.0.0.0"
                      + " and kernel v5.6.0")),
          Map.entry(
              "hw_counters/roce_slow_restart",
              Value.count(
                  "node_infiniband_roce_slow_restart_used_total",
                  "The number of times RoCE slow restart was used. The counter was added"
                      + " in MLNX_OFED rev 5.0-1.0.0.0 and kernel v5.6.0")),
          Map.entry(
              "hw_counters/roce_slow_restart_cnps",
              Value.count(
                  "node_infiniband_roce_slow_restart_cnps_total",
                  "The number of times RoCE slow restart generated CNP packets. The"
                      + " counter was added in MLNX_OFED rev 5.0-1.0.0.0 and kernel v5.6.0")),
          Map.entry(
              "hw_counters/roce_slow_restart_trans",
              Value.count(
                  "node_infiniband_roce_slow_restart_total",
                  "The number of times RoCE slow restart changed state to slow restart."
                      + " The counter was added in MLNX_OFED rev 5.0-1.0.0.0 and kernel v5.6.0")),
          Map.entry(
              "hw_counters/rp_cnp_handled",
              Value.count(
                  "node_infiniband_rp_cnp_packets_handled_total",
                  "The number of CNP packets handled by the Reaction Point HCA to"
                      + " throttle the transmission rate. The counters was added in MLNX_OFED"
                      + " 4.1")),
          Map.entry(
              "hw_counters/rp_cnp_ignored",
              Value.count(
                  "node_infiniband_rp_cnp_ignored_packets_received_total",
                  "The number of CNP packets received and ignored by the Reaction Point"
                      + " HCA. This counter should not raise if RoCE Congestion Control was"
                      + " enabled in the network. If this counter raise, verify that ECN was"
                      + " enabled on the adapter.")),
          Map.entry(
              "hw_counters/rx_atomic_requests",
              Value.count(
                  "node_infiniband_rx_atomic_requests_total",
                  "The number of received ATOMIC request for the associated QPs.")),
          Map.entry(
              "hw_counters/rx_dct_connect",
              Value.count(
                  "node_infiniband_rx_dct_connect_requests_total",
                  "The number of received connection requests for the associated DCTs.")),
          Map.entry(
              "hw_counters/rx_read_requests",
              Value.count(
                  "node_infiniband_rx_read_requests_total",
                  "The number of received READ requests for the associated QPs.")),
          Map.entry(
              "hw_counters/rx_write_requests",
              Value.count(
                  "node_infiniband_rx_write_requests_total",
                  "The number of received WRITE requests for the associated QPs.")),
          Map.entry(
              "hw_counters/rx_icrc_encapsulated",
              Value.count(
                  "node_infiniband_rx_icrc_encapsulated_errors_total",
                  "The number of RoCE packets with ICRC errors. This counter was added"
                      + " in MLNX_OFED 4.4 and kernel 4.19")));

  private InfinibandCounters() {}
}
