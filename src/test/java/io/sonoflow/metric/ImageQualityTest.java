package io.sonoflow.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;

import io.sonoflow.HashFill;
import io.sonoflow.Npz;
import io.sonoflow.image.Images;

import java.nio.file.Files;
import java.nio.file.Path;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.real.DoubleType;

import org.junit.jupiter.api.Test;

class ImageQualityTest {

	private static final Path FOLDER = Path.of("..", "shared", "reference", "metrics");

	private static RandomAccessibleInterval<UnsignedByteType> image(final Npz.Array array) {
		return Images.bytes(array.bytes(), (int) array.shape()[1], (int) array.shape()[0]);
	}

	private static RandomAccessibleInterval<DoubleType> unit(final Npz.Array array) {
		final double[] values = array.doubles().clone();
		for (int i = 0; i < values.length; i++)
			values[i] /= 255;
		return ArrayImgs.doubles(values, array.shape()[1], array.shape()[0]);
	}

	/** Against scikit-image. */
	@Test
	void matchesTheReference() {
		assumeTrue(Files.isDirectory(FOLDER), "no reference fixtures beside the checkout");
		final JsonObject cases = HashFill.json(FOLDER.resolve("image_metrics.json"));
		final Npz pairs = Npz.read(FOLDER.resolve("image_pairs.npz"));
		for (final String key : cases.keySet()) {
			final JsonObject expected = cases.getAsJsonObject(key);
			final Npz.Array a = pairs.get(key + ".a");
			final Npz.Array b = pairs.get(key + ".b");
			assertEquals(expected.get("ssim").getAsDouble(), ImageQuality.ssim(image(a), image(b), 255), 1e-7, key);
			assertEquals(expected.get("ssim_scaled_to_0_1").getAsDouble(), ImageQuality.ssim(unit(a), unit(b), 1), 1e-7,
				key);
			assertEquals(expected.get("mse").getAsDouble(), ImageQuality.mse(image(a), image(b)), 1e-9, key);
			final String psnr = expected.get("psnr").getAsString();
			final double value = ImageQuality.psnr(image(a), image(b), 255);
			if (psnr.equals("Infinity")) assertEquals(Double.POSITIVE_INFINITY, value);
			else assertEquals(Double.parseDouble(psnr), value, 1e-9, key);
			if (pairs.all().containsKey(key + ".ssim_map")) {
				final double[] map = pairs.get(key + ".ssim_map").doubles();
				final double[] own = ImageQuality.ssimMap(image(a), image(b), 255);
				for (int i = 0; i < map.length; i++)
					assertEquals(map[i], own[i], 1e-7, key);
			}
		}
	}

	@Test
	void sizesAreChecked() {
		assertThrows(IllegalArgumentException.class, () -> ImageQuality.ssim(Images.bytes(10, 20), Images.bytes(10, 20),
			255));
		assertThrows(IllegalArgumentException.class, () -> ImageQuality.mse(Images.bytes(10, 20), Images.bytes(20, 10)));
	}
}
