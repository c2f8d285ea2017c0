#!/bin/bash
# Compiles DJL's part for the PyTorch of this machine's Python, for those who have another version than DJL's own (2.7.1):
# build_jni.sh SOURCES JDK OUTPUT
# SOURCES: a checkout of DJL of the version in pom.xml; JDK: has include/jni.h; OUTPUT: a file libdjl_torch.so.
# Needs g++, CUDA's headers, and SOURCES/.../build/include/ai_djl_pytorch_jni_PyTorchLibrary.h, which
#   javac -sourcepath engines/pytorch/pytorch-engine/src/main/java:api/src/main/java -h engines/pytorch/pytorch-native/build/include ...
# makes. DJL's profiler is left out: its interface has changed, and Sonoflow does not use it. What fails to compile is told and
# left out, too; a call of it then fails, and no other.
set -u
sources=$1; jdk=$2; output=$3
work=$(mktemp -d); here=$sources/engines/pytorch/pytorch-native
cp "$here"/src/main/native/* "$work"
python3 - "$work" <<'P'
import re, sys, os
folder = sys.argv[1]
for name in os.listdir(folder):
    path = os.path.join(folder, name)
    text = open(path).read()
    text = re.sub(r"\b(torch|c10)::nullopt\b", "std::nullopt", text)
    text = re.sub(r"\b(torch|c10)::optional\b", "std::optional", text)
    text = text.replace("c10::make_optional", "std::make_optional")
    text = text.replace("torch::AutoNonVariableTypeMode", "at::AutoDispatchBelowAutograd")
    if name.endswith("_system.cc"):
        begin = text.index("// the code snippet is copied"); end = text.index("// end of copies")
        text = text[:begin] + text[end:]
        text = text.replace("using namespace torch::autograd::profiler;", "")
        for function in ("torchStartProfile", "torchStopProfile"):
            at = text.index(function); body = text.index("API_BEGIN()", at) + len("API_BEGIN()"); stop = text.index("API_END()", body)
            text = text[:body] + '\n  env->ThrowNew(ENGINE_EXCEPTION_CLASS, "The profiler was left out of this build");\n  ' + text[stop:]
    open(path, "w").write(text)
P
torch=$(python3 -c "import os, torch; print(os.path.dirname(torch.__file__))")
abi=$(python3 -c "import torch; print(int(torch._C._GLIBCXX_USE_CXX11_ABI))")
cuda=$(python3 - <<'P'
import glob, os, sys, sysconfig
roots = glob.glob("/usr/local/cuda*/include") + glob.glob("/usr/local/cuda*/targets/x86_64-linux/include") + glob.glob(os.path.join(sysconfig.get_paths()["purelib"], "nvidia", "*", "include"))
found = [r for r in roots if os.path.exists(os.path.join(r, "cuda_runtime_api.h"))]
extra = [r for r in roots if any(os.path.exists(os.path.join(r, f)) for f in ("cusparse.h", "cublas_v2.h", "cusolverDn.h", "curand.h", "cudnn.h"))]
print(" ".join("-I" + r for r in dict.fromkeys(found[:1] + extra)))
P
)
flags="-fPIC -DUSE_CUDA -D_GLIBCXX_USE_CXX11_ABI=$abi -w -O2 -I$here/build/include -I$sources/api/src/main/native -I$jdk/include -I$jdk/include/linux -I$torch/include -I$torch/include/torch/csrc/api/include $cuda -I$work"
compile() {
	# torch/enum.h is included by a path inside of torch.
	g++ -std=c++20 $flags -c "$1" -o "${1%.cc}.o" >"${1%.cc}.err" 2>&1 || g++ -std=c++17 $flags -c "$1" -o "${1%.cc}.o" >"${1%.cc}.err17" 2>&1
}
for file in "$work"/*.cc; do compile "$file" & done
wait
for file in "$work"/*.cc; do [ -f "${file%.cc}.o" ] || { echo "NOT COMPILED: $(basename "$file")"; grep -m5 -E "error" "${file%.cc}.err"; }; done
g++ -shared -o "$output" "$work"/*.o -L"$torch/lib" -Wl,--no-as-needed -lc10 -lc10_cuda -ltorch_cpu -ltorch_cuda -ltorch -Wl,-rpath,'$ORIGIN' && strip --strip-unneeded "$output" && ls -l "$output"
rm -rf "$work"
