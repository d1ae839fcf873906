//! A constructor for each upload and notification that a device sends. Monitored items are appended with
//! [`MessageBuilder::item`](crate::MessageBuilder::item).

use crate::compose::constructors;
use crate::stamp::Stamp;

constructors! { Up
    /// 1001 (2025): serial numbers of the hardware: logger, processor, network interfaces.
    1001 hardware_numbers(logger: &str => "i23005-Info", processor: &str => "i23006-Info", interface: &str => "i23007-Info", second_interface: Option<&str> => "i23008-Info");
    /// 1011: the time of the logger, or of the analyser of one factor.
    1011 time(pol_id: Option<&str> => "PolId", system_time: Stamp => "SystemTime");
    /// 1013: asks for the right time.
    1013 time_calibration_request(pol_id: Option<&str> => "PolId");
    /// 1014 (2025): asks for a new SM4 key; when the present one was made.
    1014 new_key_request(made_at: Option<&str> => "SKCreateTime");
    /// 1021 (2005): alarm thresholds; append `LowValue` and `UpValue` of each factor as an item.
    1021 alarm_thresholds();
    /// 1031 (2005): the address to which alarms go.
    1031 host_address(address: &str => "AlarmTarget");
    /// 1041 (2005): the time of the daily report, `hhmm`.
    1041 report_time(at: &str => "ReportTime");
    /// 1061: the interval of real-time data in seconds.
    1061 real_time_interval(seconds: u32 => "RtdInterval");
    /// 1063: the interval of minute data in minutes.
    1063 minute_interval(minutes: u32 => "MinInterval");
    /// 2011: real-time data, sampled at `data_time`.
    2011 real_time_data(data_time: Stamp => "DataTime");
    /// 2013 (2025): raw data.
    2013 raw_data(data_time: Stamp => "DataTime");
    /// 2021: the state of equipment.
    2021 equipment_state(data_time: Stamp => "DataTime");
    /// 2031: data of the day that starts at `data_time`.
    2031 day_data(data_time: Stamp => "DataTime");
    /// 2041: hours run of equipment in the day that starts at `data_time`.
    2041 equipment_hours(data_time: Stamp => "DataTime");
    /// 2051: data of the minutes that start at `data_time`.
    2051 minute_data(data_time: Stamp => "DataTime");
    /// 2052 (2025): a single measurement of noise.
    2052 noise_data(data_time: Stamp => "DataTime");
    /// 2061: data of the hour that starts at `data_time`.
    2061 hour_data(data_time: Stamp => "DataTime");
    /// 2062 (2025): a check with a standard sample.
    2062 standard_sample_check(data_time: Stamp => "DataTime");
    /// 2071 (2005): alarms; append `Ala` of each factor as an item.
    2071 alarm_records(data_time: Option<Stamp> => "DataTime");
    /// 2072 (2005): an alarm has begun or ended; append `Ala` of the factor as an item.
    2072 alarm_event(at: Stamp => "AlarmTime", kind: &str => "AlarmType");
    /// 2081: when the logger was switched on.
    2081 power_on_time(data_time: Stamp => "DataTime", restarted: Stamp => "RestartTime");
    /// 2111 (2025): mean temperature of the furnace over the five minutes that start at `data_time`.
    2111 furnace_temperature(data_time: Stamp => "DataTime", mean: &str => "a01901-Avg");
    /// 3015 (2017): which bottle holds the sample that was kept.
    3015 kept_sample(data_time: Stamp => "DataTime", bottle: u32 => "VaseNo");
    /// 3017 (2017): the first time, `hhmmss`, and the period, in hours, of sampling.
    3017 sampling_period(pol_id: &str => "PolId", first: &str => "CstartTime", hours: u32 => "Ctime");
    /// 3018: how many minutes the analyser takes to a result.
    3018 time_to_result(pol_id: &str => "PolId", minutes: u32 => "Stime");
    /// 3019: the unique number of a device; append it as an item with the suffix `SN`.
    3019 device_id(pol_id: &str => "PolId");
    /// 3020: log, state or settings; append each as an item with the suffix `Info`, log text between `//`.
    3020 information(data_time: Stamp => "DataTime", pol_id: Option<&str> => "PolId");
    /// 9015 (2025): I am still here.
    9015 heartbeat();
}
