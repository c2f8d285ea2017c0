package io.sonoflow.step;

import ai.djl.Device;

import io.sonoflow.RandomStream;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.unet.UNet;
import io.sonoflow.nn.unet.UNetConfig;
import io.sonoflow.nn.unet.UNetFile;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Files of tiny diffusion models with random weights: their images are blots, but all that can be got wrong shows. */
public final class TinyDiffusion {

	/** What Train Diffusion notes. */
	public static final Map<String, String> NOTES = Map.of("schedule", "cosine", "timesteps", "1000", "labeldropout", "0.1");

	private TinyDiffusion() {
	}

	/** @return of 16 px */
	public static UNetConfig.Builder config() {
		return UNetConfig.builder(16).base(32).multipliers(List.of(1.0, 2.0)).blocks(1).attention(List.of(8));
	}

	/** @return the file */
	public static Path write(final Path file, final UNetConfig config, final Map<String, String> notes) {
		try (UNet network = UNet.create(Device.cpu(), config, 1)) {
			network.named().forEach((name, parameter) -> {
				final RandomStream random = RandomStream.of(2, name);
				final float[] data = parameter.getArray().toFloatArray();
				for (int i = 0; i < data.length; i++)
					data[i] += (float) (0.03 * random.nextGaussian());
				Torch.fill(parameter.getArray(), data);
			});
			UNetFile.write(file, UNetFile.arrays(network), config, notes);
			return file;
		}
	}
}
