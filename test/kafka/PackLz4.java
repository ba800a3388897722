import java.util.Arrays;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream.BLOCKSIZE;
import net.jpountz.lz4.LZ4FrameOutputStream.FLG.Bits;

/** Packs its input as a frame of LZ4: `PackLz4 BLOCKSIZE BITS...`, by the names of Java's library. */
class PackLz4 {
  public static void main(String[] arguments) throws Exception {
    var input = System.in.readAllBytes();
    var size = BLOCKSIZE.valueOf(arguments[0]);
    var bits = Arrays.stream(arguments).skip(1).map(Bits::valueOf).toArray(Bits[]::new);
    var tellsSize = Arrays.asList(bits).contains(Bits.CONTENT_SIZE);
    try (var output = new LZ4FrameOutputStream(System.out, size, tellsSize ? input.length : -1, bits)) {
      output.write(input);
    }
  }
}
