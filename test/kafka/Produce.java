import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.HexFormat;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends each line of its input, a key and a value in hexadecimal, as a record:
 * `Produce BROKERS TOPIC COMPRESSION BYTES_OF_A_BATCH`.
 */
class Produce {
  public static void main(String[] arguments) throws Exception {
    Map<String, Object> config = Map.of(
        "bootstrap.servers", arguments[0],
        "compression.type", arguments[2],
        // So that records come together in batches, of which some have many blocks.
        "linger.ms", 5000,
        "batch.size", Integer.parseInt(arguments[3]));
    var bytes = new ByteArraySerializer();
    var hex = HexFormat.of();
    try (
        var producer = new KafkaProducer<byte[], byte[]>(config, bytes, bytes);
        var lines = new BufferedReader(new InputStreamReader(System.in))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        var parts = line.split(" ", -1);
        producer.send(new ProducerRecord<>(arguments[1], 0, hex.parseHex(parts[0]), hex.parseHex(parts[1])));
      }
    }
  }
}
