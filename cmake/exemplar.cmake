# What every folder's CMakeLists.txt says: exemplar_library(NAME DEPENDS other folders... LIBRARIES outside ones...).
# DEPENDS is the architecture: tools/check_layers compares it with the real #includes.

add_compile_options(-Wall -Wextra -Wshadow -Wnon-virtual-dtor -Werror -ffp-contract=off)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 sees dangling and uninitialised ghosts inside std::variant, std::string and std::optional at -O2.
  add_compile_options(-Wno-restrict -Wno-maybe-uninitialized -Wno-array-bounds -Wno-stringop-overflow
                      -Wno-dangling-pointer -Wno-stringop-overread)
endif()
if(EXEMPLAR_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
endif()
if(EXEMPLAR_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all)
  add_link_options(-fsanitize=address,undefined)
endif()

find_program(EXEMPLAR_CCACHE ccache)
if(EXEMPLAR_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${EXEMPLAR_CCACHE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options(-fpch-preprocess)
  else()
    add_compile_options("SHELL:-Xclang -fno-pch-timestamp")
  endif()
endif()
find_program(EXEMPLAR_MOLD mold)
if(EXEMPLAR_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

function(exemplar_library name)
  cmake_parse_arguments(ARG "" "" "DEPENDS;LIBRARIES" ${ARGN})
  list(TRANSFORM ARG_DEPENDS PREPEND exemplar_)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  if(sources)
    add_library(exemplar_${name} STATIC ${sources})
    target_include_directories(exemplar_${name} PUBLIC ${CMAKE_SOURCE_DIR}/src)
    target_link_libraries(exemplar_${name} PUBLIC ${ARG_DEPENDS} fmt::fmt PRIVATE ${ARG_LIBRARIES})
    if(TARGET exemplar_pch)
      target_precompile_headers(exemplar_${name} REUSE_FROM exemplar_pch)
    endif()
  else()  # headers alone
    add_library(exemplar_${name} INTERFACE)
    target_include_directories(exemplar_${name} INTERFACE ${CMAKE_SOURCE_DIR}/src)
    target_link_libraries(exemplar_${name} INTERFACE ${ARG_DEPENDS} ${ARG_LIBRARIES} fmt::fmt)
  endif()
  set_property(GLOBAL APPEND PROPERTY EXEMPLAR_LIBRARIES exemplar_${name})
endfunction()

# exemplar_add_folders(NAME...): those of the named folders that have a CMakeLists.txt.
function(exemplar_add_folders)
  foreach(folder ${ARGN})
    if(EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/${folder}/CMakeLists.txt)
      add_subdirectory(${folder})
    endif()
  endforeach()
endfunction()

# exemplar_tests(NAME DEPENDS folders... LIBRARIES outside ones...): every *.cpp here, one
# executable test_NAME; its tests are called NAME.Suite.Case. FILTER: which are run one by one (as
# --gtest_filter); the others need what the folder's own add_test gives them.
function(exemplar_tests name)
  cmake_parse_arguments(ARG "" "FILTER" "DEPENDS;LIBRARIES" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  if(NOT sources)
    message(WARNING "${CMAKE_CURRENT_SOURCE_DIR} has no tests")
    return()
  endif()
  add_executable(test_${name} ${sources})
  target_include_directories(test_${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests)
  foreach(dependency ${ARG_DEPENDS})
    target_link_libraries(test_${name} PRIVATE exemplar_${dependency})
  endforeach()
  target_link_libraries(test_${name} PRIVATE fmt::fmt GTest::gtest_main rapidcheck ${ARG_LIBRARIES})
  target_precompile_headers(test_${name} REUSE_FROM exemplar_test_pch)
  target_compile_definitions(test_${name} PRIVATE EXEMPLAR_ROOT="${CMAKE_SOURCE_DIR}")
  if(TARGET exemplar)
    target_compile_definitions(test_${name} PRIVATE EXEMPLAR_BINARY="$<TARGET_FILE:exemplar>")
    add_dependencies(test_${name} exemplar)
  endif()
  if(NOT ARG_FILTER)
    set(ARG_FILTER "*")
  endif()
  gtest_discover_tests(test_${name} TEST_PREFIX ${name}. DISCOVERY_MODE PRE_TEST
                       TEST_FILTER "${ARG_FILTER}" PROPERTIES TIMEOUT 600)
endfunction()

# exemplar_tests_on_both(NAME …): the same, where cases of the names *postgresql* run beside a PostgreSQL
# server of their own, and are skipped as a whole where none is installed.
function(exemplar_tests_on_both name)
  exemplar_tests(${name} FILTER "-*postgresql*" ${ARGN})
  add_test(NAME ${name}.postgresql
           COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/tests/sql/with_postgresql.py
                   $<TARGET_FILE:test_${name}> --gtest_filter=*postgresql*)
  set_tests_properties(${name}.postgresql PROPERTIES TIMEOUT 300 SKIP_RETURN_CODE 77
                                                     ENVIRONMENT PYTHONDONTWRITEBYTECODE=1)
endfunction()
