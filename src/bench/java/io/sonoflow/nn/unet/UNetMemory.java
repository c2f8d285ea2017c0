package io.sonoflow.nn.unet;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.sonoflow.Monitor;
import io.sonoflow.RandomStream;
import io.sonoflow.nn.Initializer;
import io.sonoflow.nn.Torch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * Resident memory of this process (Linux), now and at its peak, with the published network at 256 px: made, written, read
 * back, asked once. The aim is a peak below 4 GB.
 */
public final class UNetMemory {

	private static final int SIZE = 256;

	private UNetMemory() {
	}

	private static void say(final String what) throws IOException {
		final StringBuilder line = new StringBuilder();
		for (final String status : Files.readAllLines(Path.of("/proc/self/status")))
			if (status.startsWith("VmRSS") || status.startsWith("VmHWM")) line.append(String.format(Locale.ROOT, "  %s %,d MB",
				status.substring(0, 5), Long.parseLong(status.replaceAll("\\D", "")) / 1024));
		System.out.println(what + ":" + line);
	}

	/** @param arguments a folder for the model file, to ask a file there may be already */
	public static void main(final String[] arguments) throws IOException {
		Torch.inference();
		final Path file = Path.of(arguments[0], "published.safetensors");
		if (!Files.exists(file)) try (UNet network = UNet.create(Device.cpu(), UNetConfig.builder(SIZE).build(), 1)) {
			say("made");
			UNetFile.write(file, UNetFile.arrays(network), network.config(), Map.of());
			say("written");
		}
		try (UNet network = UNetFile.open(file, UNetHints.NONE, Monitor.NONE).network(Device.cpu());
				NDManager manager = Torch.manager(Device.cpu()))
		{
			say("read");
			final float[] data = new float[SIZE * SIZE];
			Initializer.normal(data, RandomStream.of(1, "memory"), 1);
			final NDArray x = Torch.floats(manager, data, 1, 1, SIZE, SIZE);
			for (int i = 0; i < 2; i++) {
				final long start = System.nanoTime();
				network.forward(x, manager.create(new float[] { 500 }), null, false).close();
				say(String.format(Locale.ROOT, "asked in %.1f s", (System.nanoTime() - start) / 1e9));
			}
		}
	}
}
