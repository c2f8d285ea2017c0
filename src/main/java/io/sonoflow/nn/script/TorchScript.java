/*-
 * #%L
 * Deep learning for ultrasound images inside Fiji and ImageJ.
 * %%
 * Copyright (C) 2026 Sonoflow developers
 * %%
 * Redistribution and use in source and binary forms, with or without
 * modification, are permitted provided that the following conditions are met:
 * 
 * 1. Redistributions of source code must retain the above copyright notice,
 *    this list of conditions and the following disclaimer.
 * 2. Redistributions in binary form must reproduce the above copyright notice,
 *    this list of conditions and the following disclaimer in the documentation
 *    and/or other materials provided with the distribution.
 * 
 * THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS"
 * AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE
 * IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE
 * ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDERS OR CONTRIBUTORS BE
 * LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR
 * CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF
 * SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS
 * INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN
 * CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE)
 * ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE
 * POSSIBILITY OF SUCH DAMAGE.
 * #L%
 */
package io.sonoflow.nn.script;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;

import io.sonoflow.SonoflowException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * PyTorch operators that DJL does not offer, called through a TorchScript module that is compiled from source at run time.
 *
 * <pre>
 * try (TorchScript ops = TorchScript.compile(manager, """
 *     def scale(self: __torch__.Ops, arrays: List[Tensor], factor: float) -&gt; int:
 *       torch._foreach_mul_(arrays, factor)
 *       return 0
 *     """)) {
 *   ops.run("scale", TorchScript.list(arrays), IValue.from(0.5));
 * }
 * </pre>
 *
 * The archive holds four entries, as torch.jit.save writes them: version, constants (an empty tuple), data (an object of
 * class Ops without attributes, pickled) and the code.
 */
public final class TorchScript implements AutoCloseable {

	private static final byte[] EMPTY_TUPLE = { (byte) 0x80, 2, ')', '.' };

	private final PtSymbolBlock module;

	private TorchScript(final PtSymbolBlock module) {
		this.module = module;
	}

	/**
	 * @param manager says the device and owns the module
	 * @param methods method definitions of a class {@code Ops}, each beginning in the first column
	 * @return the module
	 * @throws SonoflowException.Device if the engine refuses the code
	 */
	public static TorchScript compile(final NDManager manager, final String methods) {
		final String code = "class Ops(Module):\n  __parameters__ = []\n  __buffers__ = []\n" + methods.indent(2);
		try (ByteArrayInputStream in = new ByteArrayInputStream(archive(code))) {
			return new TorchScript(JniUtils.loadModule((PtNDManager) manager, in, false, false));
		}
		catch (final IOException e) {
			throw new SonoflowException.Device("The PyTorch engine could not compile Sonoflow's operators (" + e
				.getMessage() + "). Run \"Check Setup...\" and see which PyTorch is used.", e);
		}
	}

	private static byte[] archive(final String code) throws IOException {
		final ByteArrayOutputStream pickle = new ByteArrayOutputStream();
		pickle.write(new byte[] { (byte) 0x80, 2, 'c' });
		pickle.write("__torch__\nOps\n".getBytes(StandardCharsets.US_ASCII));
		pickle.write(new byte[] { ')', (byte) 0x81, '}', 'b', '.' });
		final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
			store(zip, "ops/version", "3\n".getBytes(StandardCharsets.US_ASCII));
			store(zip, "ops/data.pkl", pickle.toByteArray());
			store(zip, "ops/constants.pkl", EMPTY_TUPLE);
			store(zip, "ops/code/__torch__.py", code.getBytes(StandardCharsets.UTF_8));
		}
		return bytes.toByteArray();
	}

	/** Torch reads entries in place, so they are not compressed. */
	private static void store(final ZipOutputStream zip, final String name, final byte[] content) throws IOException {
		final CRC32 sum = new CRC32();
		sum.update(content);
		final ZipEntry entry = new ZipEntry(name);
		entry.setMethod(ZipEntry.STORED);
		entry.setSize(content.length);
		entry.setCrc(sum.getValue());
		zip.putNextEntry(entry);
		zip.write(content);
		zip.closeEntry();
	}

	/** {@return the arrays as one argument of type {@code List[Tensor]}} */
	public static IValue list(final Collection<? extends NDArray> arrays) {
		return IValue.listFrom(arrays.stream().map(PtNDArray.class::cast).toArray(PtNDArray[]::new));
	}

	/**
	 * Calls a method for its effect, in inference mode: no gradient is recorded, and leaves may be changed in place.
	 *
	 * @param arguments closed by this call
	 */
	public void run(final String method, final IValue... arguments) {
		try {
			IValueUtils.runMethod(module, method, arguments).close();
		}
		finally {
			for (final IValue argument : arguments)
				argument.close();
		}
	}

	/**
	 * Calls a method on tensors, recording gradients if the thread's autograd mode is on.
	 *
	 * @param arrays the arguments; each is one tensor
	 * @return what the method returns, attached to the first argument's manager
	 */
	public NDList call(final String method, final NDArray... arrays) {
		final NDList inputs = new NDList(arrays);
		try (NDArray name = arrays[0].getManager().create(new Shape(1))) {
			name.setName("module_method:" + method);
			inputs.add(name);
			return IValueUtils.forward(module, inputs, true);
		}
	}

	@Override
	public void close() {
		module.close();
	}
}
